# The tooling service: one image and one database, run as `http` behind the load balancer and as `worker` without one.
# Long work never takes the CPU of a task that answers people, and what parses their requests has no right at AWS: workers
# alone become the roles that customers trust.

locals {
  services = {
    http   = { tasks = var.http, role_arn = null }
    worker = { tasks = var.worker, role_arn = aws_iam_role.task.arn }
  }
}

module "container" {
  source               = "../container"
  name                 = "${var.name}-service"
  region               = var.region
  image                = var.image
  image_repository_arn = var.image_repository_arn
  cpu                  = var.cpu
  memory               = var.memory
  cpu_architecture     = var.cpu_architecture
  port                 = var.port
  health_path          = "/healthz"
  secrets              = local.secrets
  secret_kms_key_arns  = var.secret_kms_key_arns
  # Drain, then 25 s for what is in flight, then 10 s for jobs.
  stop_seconds       = local.drain_seconds + 40
  log_retention_days = var.log_retention_days
  log_kms_key_arn    = var.log_kms_key_arn

  tasks = {
    for process, one in local.services : "${var.name}-${process}" => { environment = local.environment[process], role_arn = one.role_arn }
  }
}

resource "aws_ecs_service" "this" {
  for_each        = local.services
  name            = "${var.name}-${each.key}"
  cluster         = var.cluster_arn
  task_definition = module.container.task_definition_arns["${var.name}-${each.key}"]
  launch_type     = "FARGATE"
  desired_count   = each.value.tasks.min
  propagate_tags  = "SERVICE"

  # As long as a container may take to start.
  health_check_grace_period_seconds  = each.key == "http" ? 300 : null
  wait_for_steady_state              = true
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [var.security_group_id]
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = each.key == "http" ? [var.target_group_arn] : []

    content {
      target_group_arn = load_balancer.value
      container_name   = "main"
      container_port   = var.port
    }
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_appautoscaling_target" "this" {
  for_each           = local.services
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${split("/", var.cluster_arn)[1]}/${aws_ecs_service.this[each.key].name}"
  min_capacity       = each.value.tasks.min
  max_capacity       = each.value.tasks.max
}

resource "aws_appautoscaling_policy" "cpu" {
  for_each           = local.services
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = 60
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

# Customers' regions differ, so AWS has no address here that a rule could name.
resource "aws_vpc_security_group_egress_rule" "aws" {
  security_group_id = var.security_group_id
  description       = "to AWS and Segment"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
