# With every resource mocked: the modules fit together, and what they print are the settings that console and service read.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "111122223333"
    }
  }

  mock_resource "aws_ecs_cluster" {
    defaults = {
      arn = "arn:aws:ecs:us-west-2:111122223333:cluster/sluice"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn = "arn:aws:ecs:us-west-2:111122223333:task-definition/sluice:1"
    }
  }

  mock_resource "aws_api_gateway_rest_api" {
    defaults = {
      execution_arn = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij"
    }
  }

  mock_resource "aws_api_gateway_stage" {
    defaults = {
      invoke_url = "https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/mocked"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/sluice/0123456789abcdef"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/sluice/0123456789abcdef"
    }
  }

  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/app/sluice/0123456789abcdef/0123456789abcdef"
    }
  }

  mock_resource "aws_security_group" {
    defaults = {
      id = "sg-0123456789abcdef0"
    }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-AbCdEf"
    }
  }

  mock_resource "aws_secretsmanager_secret_version" {
    defaults = {
      version_id = "00000000-0000-4000-8000-000000000001"
    }
  }
}

# Mocked roles would all have one ARN, which the gate refuses.
override_module {
  target = module.identity

  outputs = {
    identity_pool_id  = "us-west-2:00000000-0000-4000-8000-000000000000"
    saml_provider_arn = "arn:aws:iam::111122223333:saml-provider/sluice-console"
    cli_roles         = { "sluice-support" = "arn:aws:iam::111122223333:role/sluice-cli-support,arn:aws:iam::111122223333:saml-provider/sluice-cli" }
    roles = {
      viewer   = ["arn:aws:iam::111122223333:role/sluice-console-viewer", "arn:aws:iam::111122223333:role/sluice-cli-viewer"]
      support  = ["arn:aws:iam::111122223333:role/sluice-console-support", "arn:aws:iam::111122223333:role/sluice-cli-support"]
      engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer", "arn:aws:iam::111122223333:role/sluice-cli-engineer"]
      admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin", "arn:aws:iam::111122223333:role/sluice-cli-admin"]
      auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor", "arn:aws:iam::111122223333:role/sluice-cli-auditor"]
    }
  }
}

run "stack" {
  assert {
    condition     = [output.service_settings.environment.SLUICE_PROCESS, output.worker_settings.environment.SLUICE_PROCESS] == ["http", "worker"]
    error_message = "Somebody answers and somebody works."
  }

  assert {
    condition     = output.service_settings.environment.SLUICE_CONSOLE_ORIGIN == output.console_settings.environment.SLUICE_CONSOLE_ORIGIN
    error_message = "Console and service must agree on the console's origin."
  }

  assert {
    condition     = output.service_settings.environment.SLUICE_IDP_CERTIFICATES == output.console_settings.environment.SLUICE_IDP_CERTIFICATES
    error_message = "Both pin the same certificates."
  }

  assert {
    condition     = jsondecode(output.service_settings.environment.SLUICE_ROLE_ARNS) == { for role, arns in module.identity.roles : role => arns }
    error_message = "The service knows the roles that the gate lists."
  }

  assert {
    condition     = output.cli_settings.environment.SLUICE_API_URL == output.console_settings.environment.SLUICE_GATE_URL
    error_message = "Console and terminal go through one gate."
  }

  assert {
    condition     = contains(keys(module.alarms.alarm_arns), "work-missing") && contains(keys(module.alarms.alarm_arns), "console-healthy")
    error_message = "Somebody hears when nobody works."
  }
}

run "refuses_what_the_account_would_only_refuse_later" {
  command         = plan
  expect_failures = [var.region, var.cpu_architecture, var.network, var.okta, var.archive]

  variables {
    region           = "Oregon"
    cpu_architecture = "arm64"
    archive          = { buckets = ["sluice-archive"], kms_key_arns = ["arn:aws:kms:us-west-2:111122223333:alias/archive"] }

    network = {
      vpc_id             = "vpc-0123456789abcdef0"
      private_subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
      console            = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"], route_table_ids = ["rtb-0123456789abcdef0"] }
      staff_cidrs        = ["10.20.0.0/16"]
    }

    okta = {
      metadata     = "<md:EntityDescriptor entityID=\"http://www.okta.com/exk1other\">"
      cli_metadata = ""
      issuer       = "http://www.okta.com/exk1console"
      sso_url      = "https://okta.example/app/sluice/exk1console/sso/saml"
      certificates = ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"]
    }
  }
}

run "refuses_the_name_of_a_write_key" {
  command         = plan
  expect_failures = [var.segment]

  variables {
    segment = { url = "https://api.segment.io", write_key_secret_arn = "segment" }
  }
}
