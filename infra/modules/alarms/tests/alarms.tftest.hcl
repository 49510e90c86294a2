mock_provider "aws" {}

variables {
  name              = "sluice-prod"
  topic_arns        = ["arn:aws:sns:us-west-2:111122223333:sluice-on-call"]
  service_log_group = "/sluice-prod-service"
  gate_log_group    = "/sluice/gate/prod"

  dimensions = {
    ApiName              = "sluice"
    Stage                = "prod"
    LoadBalancer         = "app/sluice-prod-alb/0123456789abcdef"
    TargetGroup          = "targetgroup/sluice-prod-service/0123456789abcdef"
    DBInstanceIdentifier = "sluice-prod"
  }
}

run "filters" {
  assert {
    condition = {
      for name, one in aws_cloudwatch_log_metric_filter.this : name => one.log_group_name if one.log_group_name != "/sluice-prod-service"
    } == { GateRefusals = "/sluice/gate/prod" }
    error_message = "Only the gate's refusals stand in the gate's log."
  }

  assert {
    condition     = alltrue([for one in aws_cloudwatch_log_metric_filter.this : one.metric_transformation[0].namespace == "Sluice/sluice-prod"])
    error_message = "Stages share no metric: beta would hide what prod lacks."
  }

  assert {
    condition = alltrue([
      for one in aws_cloudwatch_log_metric_filter.this :
      try(one.metric_transformation[0].default_value, null) == null && length(coalesce(one.metric_transformation[0].dimensions, {})) == 0
    ])
    error_message = "A default value would make a silent log look well, and a dimension would make many metrics of one."
  }

  assert {
    condition     = alltrue([for one in aws_cloudwatch_log_metric_filter.this : length(one.pattern) <= 1024 && startswith(one.pattern, "{ ")])
    error_message = "CloudWatch takes 1,024 characters, and reads JSON only between braces."
  }
}

run "alarms" {
  assert {
    condition = alltrue([
      for one in aws_cloudwatch_metric_alarm.this : one.alarm_actions == toset(var.topic_arns) && one.ok_actions == toset(var.topic_arns)
    ])
    error_message = "Somebody hears of each alarm and of its end."
  }

  assert {
    condition     = alltrue([for one in aws_cloudwatch_metric_alarm.this : length(one.alarm_description) <= 1024 && strcontains(one.alarm_description, "docs/operations.md")])
    error_message = "Each says what to do and where to read on, in the 1,024 characters that CloudWatch takes."
  }

  assert {
    condition = toset([for name, one in aws_cloudwatch_metric_alarm.this : name if one.treat_missing_data == "breaching"]) == toset([
      "work-missing", "targets-healthy"
    ])
    error_message = "Silence is the fault itself where nobody works or nobody answers, and nowhere else."
  }

  assert {
    condition = alltrue([
      for one in aws_cloudwatch_metric_alarm.this : one.metric_name == null || one.namespace != "Sluice/sluice-prod" || contains([
        for filter in aws_cloudwatch_log_metric_filter.this : filter.name
      ], coalesce(one.metric_name, "-"))
    ])
    error_message = "A metric of ours that no filter makes would never alarm."
  }

  assert {
    condition = { for name, one in aws_cloudwatch_metric_alarm.this : name => one.dimensions if startswith(coalesce(one.namespace, "-"), "AWS/") } == {
      gate-5xx          = tomap({ ApiName = "sluice", Stage = "prod" })
      balancer-5xx      = tomap({ LoadBalancer = "app/sluice-prod-alb/0123456789abcdef" })
      targets-healthy   = tomap({ LoadBalancer = "app/sluice-prod-alb/0123456789abcdef", TargetGroup = "targetgroup/sluice-prod-service/0123456789abcdef" })
      targets-unhealthy = tomap({ LoadBalancer = "app/sluice-prod-alb/0123456789abcdef", TargetGroup = "targetgroup/sluice-prod-service/0123456789abcdef" })
      database-storage  = tomap({ DBInstanceIdentifier = "sluice-prod" })
      database-cpu      = tomap({ DBInstanceIdentifier = "sluice-prod" })
    }
    error_message = "AWS knows its metrics by exactly these dimensions: one too many or too few names a metric that is never written."
  }
}

run "shapes" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["work-missing"].comparison_operator == "LessThanThreshold" &&
      aws_cloudwatch_metric_alarm.this["work-missing"].threshold == 1 &&
      aws_cloudwatch_metric_alarm.this["work-missing"].period * aws_cloudwatch_metric_alarm.this["work-missing"].evaluation_periods == 300
    )
    error_message = "Five minutes without a line are noticed."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["queue-oldest"].comparison_operator == "GreaterThanThreshold" &&
      aws_cloudwatch_metric_alarm.this["queue-oldest"].threshold == 60 &&
      aws_cloudwatch_metric_alarm.this["queue-oldest"].statistic == "Maximum"
    )
    error_message = "Every process tells the same queues: the maximum counts, never the sum."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["latency"].extended_statistic == "p99" &&
      aws_cloudwatch_metric_alarm.this["latency"].statistic == null
    )
    error_message = "CloudWatch takes one kind of statistic."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["aws-share"].metric_name == null &&
      [for query in aws_cloudwatch_metric_alarm.this["aws-share"].metric_query : query.id if query.return_data == true] == ["result"] &&
      toset(flatten([for query in aws_cloudwatch_metric_alarm.this["aws-share"].metric_query : query.metric[*].metric_name])) == toset(["AwsAnswers", "AwsThrottled", "AwsUnanswered"])
    )
    error_message = "A share is computed from counts, and the alarm goes by one result."
  }
}

run "a_stage_without_a_console" {
  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "console-healthy")
    error_message = "What is not there would alarm for ever."
  }
}

run "a_stage_with_a_console" {
  variables {
    console_dimensions = { LoadBalancer = "app/sluice-console/fedcba9876543210", TargetGroup = "targetgroup/sluice-console/fedcba9876543210" }
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["console-healthy"].dimensions == tomap(var.console_dimensions) &&
      aws_cloudwatch_metric_alarm.this["console-healthy"].treat_missing_data == "breaching"
    )
    error_message = "A console without a task is noticed, by its own load balancer."
  }
}

run "refuses_nobody_to_tell" {
  command         = plan
  expect_failures = [var.topic_arns]

  variables {
    topic_arns = []
  }
}

run "refuses_more_topics_than_an_alarm_takes" {
  command         = plan
  expect_failures = [var.topic_arns]

  variables {
    topic_arns = [for number in range(6) : "arn:aws:sns:us-west-2:111122223333:topic-${number}"]
  }
}

run "refuses_a_fifo_topic" {
  command         = plan
  expect_failures = [var.topic_arns]

  variables {
    topic_arns = ["arn:aws:sns:us-west-2:111122223333:sluice.fifo"]
  }
}

run "refuses_an_address_for_a_topic" {
  command         = plan
  expect_failures = [var.topic_arns]

  variables {
    topic_arns = ["on-call@sluice.example"]
  }
}

run "refuses_the_gate_of_another_stage" {
  command         = plan
  expect_failures = [var.gate_log_group]

  variables {
    gate_log_group = "/sluice/gate/beta"
  }
}
