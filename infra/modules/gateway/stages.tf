# Hashes of inputs, never of whole resources: a computed attribute that changes would redeploy for nothing.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  triggers = {
    gate   = module.gate.deployment_hash
    module = filesha256("${path.module}/main.tf")
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_rest_api_policy.this,
    aws_api_gateway_integration.any,
    aws_api_gateway_integration_response.options,
    aws_api_gateway_gateway_response.this,
  ]
}

resource "aws_api_gateway_stage" "this" {
  for_each      = var.stages
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = each.key

  variables = {
    vpcLink     = each.value.vpc_link_id
    backendHost = each.value.backend_host
    gateSecret  = var.gate_secrets[each.key]
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[each.key].arn
    format          = module.gate.access_log_format
  }

  lifecycle {
    precondition {
      condition     = contains(module.gate.stages, each.key)
      error_message = "infra/gate/resource-policy.json opens no stage ${each.key}: nobody would get in."
    }
  }

  # Access logs are refused until the account has a role for them.
  depends_on = [aws_api_gateway_account.this]
}

resource "aws_api_gateway_method_settings" "this" {
  for_each    = var.stages
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this[each.key].stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = module.gate.throttling.rateLimit
    throttling_burst_limit = module.gate.throttling.burstLimit
    # Execution logs would hold headers and bodies: session tokens and assertions.
    logging_level      = "OFF"
    data_trace_enabled = false
    # Answers are one person's.
    caching_enabled = false
  }
}

resource "aws_cloudwatch_log_group" "access" {
  for_each          = var.stages
  name              = "/${var.name}/gate/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}
