# What must hold of the rendered files, whatever is edited in them. No provider, no credentials.

variables {
  api_arn        = "arn:aws:execute-api:ap-southeast-2:111122223333:abcdefghij"
  console_origin = "https://console.sluice.example"
  roles = {
    viewer   = ["arn:aws:iam::111122223333:role/sluice-console-viewer", "arn:aws:iam::111122223333:role/sluice-cli-viewer"]
    support  = ["arn:aws:iam::111122223333:role/sluice-console-support", "arn:aws:iam::111122223333:role/sluice-cli-support"]
    engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer", "arn:aws:iam::111122223333:role/sluice-cli-engineer"]
    admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin", "arn:aws:iam::111122223333:role/sluice-cli-admin"]
    auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor", "arn:aws:iam::111122223333:role/sluice-cli-auditor"]
  }
}

run "policy_closes" {
  assert {
    condition     = length([for one in output.gate.resourcePolicy.Statement : one if one.Effect == "Deny"]) == 1
    error_message = "There must be exactly one Deny: more than one is more than anybody reviews."
  }

  assert {
    condition = [for one in output.gate.resourcePolicy.Statement : one.Resource if one.Effect == "Deny"][0] == [
      for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] : "${var.api_arn}/*/${method}/*"
    ]
    error_message = "The Deny must cover all six methods on any stage: a method left out is open to every administrator role."
  }

  assert {
    condition = toset([
      for one in output.gate.resourcePolicy.Statement : one.Condition.StringNotEquals["aws:PrincipalArn"] if one.Effect == "Deny"
    ][0]) == toset(flatten(values(var.roles)))
    error_message = "The Deny must exempt exactly the listed roles."
  }

  assert {
    condition     = [for one in output.gate.resourcePolicy.Statement : one.Principal if one.Effect == "Deny"][0] == "*"
    error_message = "The Deny must concern everybody."
  }

  # Evaluated apart from the list above: a condition beside StringNotEquals would narrow the Deny.
  assert {
    condition = alltrue([
      for one in output.gate.resourcePolicy.Statement :
      jsonencode([keys(one.Condition), keys(one.Condition.StringNotEquals)]) == "[[\"StringNotEquals\"],[\"aws:PrincipalArn\"]]"
      if one.Effect == "Deny"
    ])
    error_message = "The Deny must have no second condition."
  }
}

run "policy_opens" {
  assert {
    condition = alltrue([
      for one in output.gate.resourcePolicy.Statement : alltrue([
        for resource in one.Resource : can(regex("^${var.api_arn}/(prod|beta)/OPTIONS/\\*$", resource))
      ]) if one.Effect == "Allow" && one.Principal == "*"
    ])
    error_message = "A wildcard principal may reach the preflight only, and by a named stage: * crosses slashes."
  }

  assert {
    condition = length([
      for one in output.gate.resourcePolicy.Statement : one if one.Effect == "Allow" && one.Principal == "*"
    ]) == 1
    error_message = "Without an Allow for unsigned OPTIONS no browser gets past its preflight."
  }

  assert {
    condition = alltrue([
      for arn in flatten([
        for one in output.gate.resourcePolicy.Statement : one.Principal.AWS if one.Effect == "Allow" && one.Principal != "*"
      ]) : contains(flatten(values(var.roles)), arn)
    ])
    error_message = "Apart from the preflight every Allow must name listed roles."
  }

  assert {
    condition = length(distinct(flatten([
      for one in output.gate.resourcePolicy.Statement : [
        for resource in one.Resource : "${one.Sid} ${join("/", slice(split("/", resource), 2, length(split("/", resource))))}"
      ] if one.Effect == "Allow" && one.Principal != "*"
    ]))) <= 12
    error_message = "The policy stays at a dozen hand-kept patterns; what an endpoint allows in detail is the service's."
  }

  assert {
    condition     = toset(output.stages) == toset(["prod", "beta"])
    error_message = "The policy opens the stages prod and beta by name and no other."
  }

  assert {
    condition     = alltrue([for one in output.gate.resourcePolicy.Statement : one.Action == "execute-api:Invoke"])
    error_message = "Invoke is the only action: InvalidateCache would be for a cache that does not exist."
  }

  assert {
    condition     = length(output.resource_policy_json) < 8192
    error_message = "With full ARNs of a long region name the policy must stay under 8,192 characters."
  }
}

run "access_log" {
  assert {
    condition     = length(regexall("\n", output.access_log_format)) == 0
    error_message = "The log format is one line."
  }

  assert {
    condition     = alltrue([for source in values(output.gate.accessLog) : can(regex("^\\$context\\.[A-Za-z.]+$", source))])
    error_message = "Each field is one context variable: a stage variable would log the shared secret."
  }

  assert {
    condition = length(setsubtract([
      "$context.requestId", "$context.extendedRequestId", "$context.requestTimeEpoch", "$context.httpMethod", "$context.path",
      "$context.status", "$context.identity.userArn", "$context.identity.caller", "$context.identity.cognitoIdentityId",
      "$context.identity.cognitoAuthenticationProvider", "$context.identity.sourceIp", "$context.authenticate.status",
      "$context.authorize.status", "$context.integration.status", "$context.error.responseType",
    ], values(output.gate.accessLog))) == 0
    error_message = "A field is missing by which the log is joined to the audit."
  }
}

run "headers_and_limits" {
  assert {
    condition = output.integration_request_parameters == {
      "integration.request.header.X-Sluice-Cognito-Identity-Id" = "context.identity.cognitoIdentityId"
      "integration.request.header.X-Sluice-User-Arn"            = "context.identity.userArn"
      "integration.request.header.X-Sluice-Account-Id"          = "context.identity.accountId"
      "integration.request.header.X-Sluice-Request-Id"          = "context.requestId"
      "integration.request.header.X-Sluice-Extended-Request-Id" = "context.extendedRequestId"
      "integration.request.header.X-Sluice-Source-Ip"           = "context.identity.sourceIp"
      "integration.request.header.X-Sluice-Gate-Secret"         = "stageVariables.gateSecret"
    }
    error_message = "The service reads exactly these seven headers."
  }

  assert {
    condition     = output.preflight_headers["Access-Control-Allow-Origin"] == var.console_origin
    error_message = "Pages of the console's origin alone may call."
  }

  assert {
    condition = length(setsubtract(
      ["authorization", "content-type", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "idempotency-key"],
      output.gate.cors.allowHeaders
    )) == 0
    error_message = "A signed request sends these; AWS's stock list lacks x-amz-content-sha256."
  }

  assert {
    condition = alltrue([
      for type in ["DEFAULT_4XX", "DEFAULT_5XX"] : alltrue([
        for header, value in {
          "Access-Control-Allow-Origin"   = var.console_origin
          "Access-Control-Expose-Headers" = join(",", output.gate.cors.exposeHeaders)
        } : output.gateway_responses[type].responseParameters["gatewayresponse.header.${header}"] == "'${value}'"
      ])
    ])
    error_message = "Refusals of the gate itself must be readable for the console's pages."
  }

  assert {
    condition     = output.throttling.rateLimit > 0 && output.throttling.burstLimit >= output.throttling.rateLimit
    error_message = "A limit of nothing closes the gate."
  }
}

run "roles_change_the_deployment" {
  variables {
    roles = {
      viewer   = ["arn:aws:iam::111122223333:role/other-viewer"]
      support  = ["arn:aws:iam::111122223333:role/sluice-console-support"]
      engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer"]
      admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin"]
      auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor"]
    }
  }

  assert {
    condition     = output.deployment_hash != run.headers_and_limits.deployment_hash
    error_message = "A changed policy is inert until redeployed, so it must change the hash."
  }
}

run "refuses_a_wildcard_role" {
  command         = plan
  expect_failures = [var.roles]

  variables {
    roles = {
      viewer   = ["arn:aws:iam::111122223333:role/*"]
      support  = ["arn:aws:iam::111122223333:role/s"]
      engineer = ["arn:aws:iam::111122223333:role/e"]
      admin    = ["arn:aws:iam::111122223333:role/a"]
      auditor  = ["arn:aws:iam::111122223333:role/u"]
    }
  }
}

run "refuses_an_empty_role" {
  command         = plan
  expect_failures = [var.roles]

  variables {
    roles = {
      viewer   = []
      support  = ["arn:aws:iam::111122223333:role/s"]
      engineer = ["arn:aws:iam::111122223333:role/e"]
      admin    = ["arn:aws:iam::111122223333:role/a"]
      auditor  = ["arn:aws:iam::111122223333:role/u"]
    }
  }
}

run "refuses_one_iam_role_for_two" {
  command         = plan
  expect_failures = [var.roles]

  variables {
    roles = {
      viewer   = ["arn:aws:iam::111122223333:role/s"]
      support  = ["arn:aws:iam::111122223333:role/s"]
      engineer = ["arn:aws:iam::111122223333:role/e"]
      admin    = ["arn:aws:iam::111122223333:role/a"]
      auditor  = ["arn:aws:iam::111122223333:role/u"]
    }
  }
}

run "refuses_every_origin" {
  command         = plan
  expect_failures = [var.console_origin]

  variables {
    console_origin = "*"
  }
}

run "refuses_a_path_behind_the_origin" {
  command         = plan
  expect_failures = [var.console_origin]

  variables {
    console_origin = "https://console.sluice.example/"
  }
}

run "refuses_an_api_with_a_stage" {
  command         = plan
  expect_failures = [var.api_arn]

  variables {
    api_arn = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij/prod"
  }
}

run "refuses_more_roles_than_a_policy_holds" {
  command         = plan
  expect_failures = [output.resource_policy_json]

  variables {
    roles = {
      viewer   = [for number in range(100, 160) : "arn:aws:iam::111122223333:role/sluice-console-viewer-${number}"]
      support  = ["arn:aws:iam::111122223333:role/s"]
      engineer = ["arn:aws:iam::111122223333:role/e"]
      admin    = ["arn:aws:iam::111122223333:role/a"]
      auditor  = ["arn:aws:iam::111122223333:role/u"]
    }
  }
}
