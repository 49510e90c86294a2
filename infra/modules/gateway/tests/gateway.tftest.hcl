mock_provider "aws" {
  mock_resource "aws_api_gateway_rest_api" {
    defaults = {
      id               = "abcdefghij"
      root_resource_id = "root123456"
      execution_arn    = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice/gate"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/sluice-gateway-logs"
    }
  }
}

variables {
  name                   = "sluice"
  console_origin         = "https://console.sluice.example"
  manage_account_logging = true
  roles = {
    viewer   = ["arn:aws:iam::111122223333:role/sluice-console-viewer", "arn:aws:iam::111122223333:role/sluice-cli-viewer"]
    support  = ["arn:aws:iam::111122223333:role/sluice-console-support", "arn:aws:iam::111122223333:role/sluice-cli-support"]
    engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer", "arn:aws:iam::111122223333:role/sluice-cli-engineer"]
    admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin", "arn:aws:iam::111122223333:role/sluice-cli-admin"]
    auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor", "arn:aws:iam::111122223333:role/sluice-cli-auditor"]
  }
  stages = {
    prod = { vpc_link_id = "link-prod", backend_host = "prod.sluice.internal.example.com" }
    beta = { vpc_link_id = "link-beta", backend_host = "beta.sluice.internal.example.com" }
  }
  gate_secrets = {
    prod = "prod-0123456789-0123456789-0123456789"
    beta = "beta-0123456789-0123456789-0123456789"
  }
}

run "methods" {
  assert {
    condition     = aws_api_gateway_resource.proxy.path_part == "{proxy+}"
    error_message = "One greedy resource: a new endpoint changes nothing here."
  }

  assert {
    condition     = aws_api_gateway_method.any.http_method == "ANY" && aws_api_gateway_method.any.authorization == "AWS_IAM"
    error_message = "Every method asks for a signature."
  }

  assert {
    condition     = aws_api_gateway_method.any.request_parameters["method.request.path.proxy"]
    error_message = "Without the declared path parameter its mapping is refused."
  }

  assert {
    condition     = aws_api_gateway_method.options.authorization == "NONE" && aws_api_gateway_integration.options.type == "MOCK"
    error_message = "A preflight is unsigned and must end at the gate."
  }

  assert {
    condition     = jsondecode(aws_api_gateway_integration.options.request_templates["application/json"]).statusCode == 200
    error_message = "The mock answers by the status in its template."
  }

  assert {
    condition     = aws_api_gateway_rest_api.this.endpoint_configuration[0].types == tolist(["REGIONAL"])
    error_message = "An edge endpoint would sign for another host."
  }
}

run "integration" {
  assert {
    condition     = aws_api_gateway_integration.any.type == "HTTP_PROXY" && aws_api_gateway_integration.any.connection_type == "VPC_LINK"
    error_message = "The service is reached through the VPC link only."
  }

  assert {
    condition     = aws_api_gateway_integration.any.uri == "https://$${stageVariables.backendHost}/{proxy}"
    error_message = "The backend is the stage's, spoken to by TLS, and gets the path."
  }

  assert {
    condition     = aws_api_gateway_integration.any.connection_id == "$${stageVariables.vpcLink}"
    error_message = "The link is the stage's."
  }

  assert {
    condition     = aws_api_gateway_integration.any.request_parameters["integration.request.path.proxy"] == "method.request.path.proxy"
    error_message = "Without this mapping the backend gets the literal {proxy}."
  }

  assert {
    condition = (
      length(aws_api_gateway_integration.any.request_parameters) == 8 &&
      aws_api_gateway_integration.any.request_parameters["integration.request.header.X-Sluice-User-Arn"] == "context.identity.userArn" &&
      aws_api_gateway_integration.any.request_parameters["integration.request.header.X-Sluice-Gate-Secret"] == "stageVariables.gateSecret"
    )
    error_message = "The seven identity headers and the path, nothing else."
  }
}

run "policy" {
  assert {
    condition     = aws_api_gateway_rest_api_policy.this.policy == module.gate.resource_policy_json && aws_api_gateway_rest_api_policy.this.rest_api_id == aws_api_gateway_rest_api.this.id
    error_message = "What ships is what infra/gate renders and its tests and the stand-in hold."
  }

  assert {
    condition = alltrue([
      for resource in flatten([for one in jsondecode(aws_api_gateway_rest_api_policy.this.policy).Statement : one.Resource]) :
      startswith(resource, "${aws_api_gateway_rest_api.this.execution_arn}/")
    ])
    error_message = "Every ARN of the policy must be one of this API."
  }
}

run "refusals_are_readable" {
  assert {
    condition = alltrue([
      for type in ["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED"] :
      aws_api_gateway_gateway_response.this[type].response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'${var.console_origin}'"
    ])
    error_message = "A refusal without CORS headers reaches a page as a network error."
  }

  assert {
    condition     = aws_api_gateway_gateway_response.this["THROTTLED"].status_code == "429"
    error_message = "Throttling is 429."
  }

  assert {
    condition = (
      aws_api_gateway_integration_response.options.response_parameters["method.response.header.Access-Control-Allow-Origin"] == "'${var.console_origin}'" &&
      keys(aws_api_gateway_integration_response.options.response_parameters) == keys(aws_api_gateway_method_response.options.response_parameters)
    )
    error_message = "The preflight's headers must be declared and set, for the console's origin alone."
  }
}

run "stages" {
  assert {
    condition = alltrue([
      for name, stage in aws_api_gateway_stage.this : stage.variables == tomap({
        vpcLink     = var.stages[name].vpc_link_id
        backendHost = var.stages[name].backend_host
        gateSecret  = var.gate_secrets[name]
      })
    ])
    error_message = "Each stage has its own link, host and secret."
  }

  assert {
    condition = alltrue([
      for stage in aws_api_gateway_stage.this :
      jsondecode(stage.access_log_settings[0].format).extendedRequestId == "$context.extendedRequestId"
    ])
    error_message = "The access log is joined to the audit by the id that nobody can choose."
  }

  assert {
    condition = alltrue([
      for each in aws_api_gateway_method_settings.this :
      each.method_path == "*/*" && each.settings[0].throttling_rate_limit == 500 && each.settings[0].throttling_burst_limit == 1000
    ])
    error_message = "Each stage is throttled by the numbers of infra/gate/throttling.json."
  }

  assert {
    condition = alltrue([
      for each in aws_api_gateway_method_settings.this :
      !each.settings[0].data_trace_enabled && each.settings[0].logging_level == "OFF" && !each.settings[0].caching_enabled
    ])
    error_message = "No body and no token in a log, no answer in a cache."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.access : group.retention_in_days == 400])
    error_message = "Logs have an end."
  }

  assert {
    condition = aws_api_gateway_deployment.this.triggers == tomap({
      gate   = module.gate.deployment_hash
      module = filesha256("${path.module}/main.tf")
    })
    error_message = "Policy, headers and this module's own text redeploy; nothing else does."
  }
}

run "account_logging" {
  assert {
    condition = jsondecode(aws_iam_role.account_logging["this"].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { Service = "apigateway.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
    error_message = "The gateway itself writes the logs."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.account_logging["this"].policy).Statement == [{
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
        "logs:FilterLogEvents", "logs:GetLogEvents", "logs:PutLogEvents",
      ]
      Resource = "*"
    }]
    error_message = "API Gateway asks for these seven actions before it accepts the role, and gets no others."
  }
}

run "one_stage_and_a_foreign_logging_role" {
  variables {
    manage_account_logging = false
    stages                 = { prod = { vpc_link_id = "link-prod", backend_host = "prod.sluice.internal.example.com" } }
    gate_secrets           = { prod = "prod-0123456789-0123456789-0123456789" }
  }

  assert {
    condition     = length(aws_api_gateway_account.this) == 0 && length(aws_iam_role.account_logging) == 0
    error_message = "The switch leaves the account's setting to its owner."
  }

  assert {
    condition     = toset(keys(aws_api_gateway_stage.this)) == toset(["prod"])
    error_message = "Only the stage that was asked for."
  }
}

run "refuses_a_stage_the_policy_does_not_open" {
  command         = plan
  expect_failures = [aws_api_gateway_stage.this]

  variables {
    stages       = { canary = { vpc_link_id = "link", backend_host = "canary.sluice.internal.example.com" } }
    gate_secrets = { canary = "prod-0123456789-0123456789-0123456789" }
  }

  override_resource {
    target          = aws_api_gateway_rest_api.this
    override_during = plan
    values          = { execution_arn = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij" }
  }
}
