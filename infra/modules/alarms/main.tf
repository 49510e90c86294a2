# Alarms of one stage. filters.json turns lines of the log into metrics, alarms.json says when one of them, or one of AWS's
# own, wants a person. Both are plain files, so that the service's tests hold them against the lines it really writes
# and against docs/operations.md.

locals {
  namespace = "Sluice/${var.name}"
  filters   = jsondecode(file("${path.module}/filters.json"))

  dimensions = {
    stage   = var.dimensions
    console = var.console_dimensions
  }

  alarms = {
    for name, alarm in jsondecode(file("${path.module}/alarms.json")) : name => alarm
    if local.dimensions[try(alarm.of, "stage")] != null
  }

  log_groups = {
    service = var.service_log_group
    gate    = var.gate_log_group
  }
}

# No default value: a silent log would look like good news, and what is missing is for each alarm to judge.
resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each       = local.filters
  name           = each.key
  log_group_name = local.log_groups[each.value.log]
  pattern        = each.value.pattern

  metric_transformation {
    namespace = local.namespace
    name      = each.key
    value     = each.value.value
    unit      = try(each.value.unit, "None")
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each          = local.alarms
  alarm_name        = "${var.name}-${each.key}"
  alarm_description = "${each.value.says} Runbook: docs/operations.md, ${each.value.section}."
  alarm_actions     = var.topic_arns
  ok_actions        = var.topic_arns

  comparison_operator = can(each.value.above) ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = try(each.value.above, each.value.below)
  evaluation_periods  = each.value.during.periods
  treat_missing_data  = try(each.value.missing, "notBreaching")

  # Of one metric,
  namespace          = can(each.value.metric) ? try(each.value.namespace, local.namespace) : null
  metric_name        = try(each.value.metric, null)
  period             = can(each.value.metric) ? each.value.during.seconds : null
  statistic          = can(each.value.metric) && !startswith(each.value.statistic, "p") ? each.value.statistic : null
  extended_statistic = can(each.value.metric) && startswith(each.value.statistic, "p") ? each.value.statistic : null
  dimensions         = can(each.value.dimensions) ? { for name in each.value.dimensions : name => local.dimensions[try(each.value.of, "stage")][name] } : null

  # or of what is computed from several of our own.
  dynamic "metric_query" {
    for_each = try(each.value.metrics, {})

    content {
      id = metric_query.key

      metric {
        namespace   = local.namespace
        metric_name = metric_query.value
        period      = each.value.during.seconds
        stat        = each.value.statistic
      }
    }
  }

  dynamic "metric_query" {
    for_each = can(each.value.expression) ? { result = each.value.expression } : {}

    content {
      id          = metric_query.key
      expression  = metric_query.value
      label       = each.key
      return_data = true
    }
  }
}
