# The standalone server of the console, for staff on the private network. It sees each assertion and serves the code that
# signs, so it has no role at AWS and speaks to nobody but the endpoints by which it starts (endpoints.tf).

module "container" {
  source               = "../container"
  name                 = "${var.name}-console"
  region               = var.region
  image                = var.image
  image_repository_arn = var.image_repository_arn
  cpu                  = var.cpu
  memory               = var.memory
  cpu_architecture     = var.cpu_architecture
  port                 = var.port
  health_path          = "/sign-in"
  tasks                = { "${var.name}-console" = { environment = merge(local.settings, { PORT = tostring(var.port), HOSTNAME = "0.0.0.0" }) } }
  secrets              = local.secrets
  secret_kms_key_arns  = var.kms_key_arn == null ? [] : [var.kms_key_arn]
  # Its start file waits 15 s for the load balancer to look away.
  stop_seconds       = 40
  log_retention_days = var.log_retention_days
  log_kms_key_arn    = var.log_kms_key_arn
}

# What lib/settings/console.ts reads. A setting that has a good default there is not repeated.
locals {
  settings = {
    SLUICE_CONSOLE_ORIGIN    = var.console_origin
    SLUICE_ACS_URL           = "${var.console_origin}/sign-in/acs"
    SLUICE_ENVIRONMENT       = var.environment
    SLUICE_IDP_SSO_URL       = var.idp.sso_url
    SLUICE_IDP_ISSUER        = var.idp.issuer
    SLUICE_IDP_CERTIFICATES  = join("\n", [for pem in var.idp.certificates : trimspace(pem)])
    SLUICE_GATE_URL          = var.gate_url
    SLUICE_COGNITO_URL       = "https://cognito-identity.${var.region}.amazonaws.com"
    SLUICE_REGION            = var.region
    SLUICE_IDENTITY_POOL_ID  = var.identity_pool_id
    SLUICE_SAML_PROVIDER_ARN = var.saml_provider_arn
  }

  secrets = {
    SLUICE_CONSOLE_SECRETS = "${aws_secretsmanager_secret.cookies.arn}:::${aws_secretsmanager_secret_version.cookies.version_id}"
  }
}

resource "aws_secretsmanager_secret" "cookies" {
  name        = "${var.name}/console-secrets"
  description = "By which the console seals its cookies: one, or two while it is rotated"
  kms_key_id  = var.kms_key_arn
  # A deleted secret keeps its name this long: a stack that may be deleted may also be made anew.
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "cookies" {
  secret_id = aws_secretsmanager_secret.cookies.id
  # The provider wants a value in every run but sends it only with a new version. The console refuses one this short, so
  # a version raised without a secret brings up no new task and the old ones stay.
  secret_string_wo         = var.cookie_secrets == null ? "-" : var.cookie_secrets
  secret_string_wo_version = var.cookie_secrets_version
}

resource "aws_ecs_service" "this" {
  name            = "${var.name}-console"
  cluster         = var.cluster_arn
  task_definition = module.container.task_definition_arns["${var.name}-console"]
  launch_type     = "FARGATE"
  desired_count   = var.tasks
  propagate_tags  = "SERVICE"

  # As long as a container may take to start.
  health_check_grace_period_seconds  = 300
  wait_for_steady_state              = true
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.console.id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = "main"
    container_port   = var.port
  }

  # ECS refuses a target group that no listener uses yet, and a task starts by these endpoints alone.
  depends_on = [
    aws_lb_listener.this, aws_vpc_endpoint.interface, aws_vpc_endpoint.s3,
    aws_vpc_security_group_ingress_rule.endpoints_from_console,
    aws_vpc_security_group_egress_rule.console_to_endpoints, aws_vpc_security_group_egress_rule.console_to_s3,
  ]
}
