# One REST API, `ANY /{proxy+}` with IAM authorization, two stages that may differ in their backends. What it enforces
# stands in infra/gate.

module "gate" {
  source         = "../../gate"
  api_arn        = aws_api_gateway_rest_api.this.execution_arn
  console_origin = var.console_origin
  roles          = var.roles
}

resource "aws_api_gateway_rest_api" "this" {
  name        = var.name
  description = "Sluice: the gate in front of the tooling service."

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

# A resource of its own: inside the API it would have to name the API that it is part of.
resource "aws_api_gateway_rest_api_policy" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  policy      = module.gate.resource_policy_json
}

resource "aws_api_gateway_resource" "proxy" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "any" {
  rest_api_id        = aws_api_gateway_rest_api.this.id
  resource_id        = aws_api_gateway_resource.proxy.id
  http_method        = "ANY"
  authorization      = "AWS_IAM"
  request_parameters = { "method.request.path.proxy" = true }
}

# `$$` leaves the stage variables to the gateway. Behind a VPC link the host of the address routes nothing: it is the
# Host header and the name that the backend's certificate must carry.
resource "aws_api_gateway_integration" "any" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_resource.proxy.id
  http_method             = aws_api_gateway_method.any.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "ANY"
  uri                     = "https://$${stageVariables.backendHost}/{proxy}"
  connection_type         = "VPC_LINK"
  connection_id           = "$${stageVariables.vpcLink}"
  timeout_milliseconds    = 29000

  request_parameters = merge(module.gate.integration_request_parameters, {
    "integration.request.path.proxy" = "method.request.path.proxy"
  })
}

# A preflight is never signed. An explicit OPTIONS wins over ANY.
resource "aws_api_gateway_method" "options" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_resource.proxy.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "options" {
  rest_api_id       = aws_api_gateway_rest_api.this.id
  resource_id       = aws_api_gateway_resource.proxy.id
  http_method       = aws_api_gateway_method.options.http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
}

resource "aws_api_gateway_method_response" "options" {
  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = aws_api_gateway_resource.proxy.id
  http_method         = aws_api_gateway_method.options.http_method
  status_code         = "200"
  response_parameters = { for header in keys(module.gate.preflight_headers) : "method.response.header.${header}" => true }
}

resource "aws_api_gateway_integration_response" "options" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_resource.proxy.id
  http_method = aws_api_gateway_method.options.http_method
  status_code = aws_api_gateway_method_response.options.status_code
  response_parameters = {
    for header, value in module.gate.preflight_headers : "method.response.header.${header}" => "'${value}'"
  }

  depends_on = [aws_api_gateway_integration.options]
}

resource "aws_api_gateway_gateway_response" "this" {
  for_each            = module.gate.gateway_responses
  rest_api_id         = aws_api_gateway_rest_api.this.id
  response_type       = each.key
  status_code         = each.value.statusCode
  response_parameters = each.value.responseParameters
  response_templates  = each.value.responseTemplates
}
