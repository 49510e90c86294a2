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

  mock_resource "aws_kms_key" {
    defaults = {
      arn = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000000"
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
    saml_provider_arn = "arn:aws:iam::111122223333:saml-provider/okta"
    roles = {
      viewer   = ["arn:aws:iam::111122223333:role/sluice-console-viewer", "arn:aws:iam::111122223333:role/sluice-cli-viewer"]
      support  = ["arn:aws:iam::111122223333:role/sluice-console-support", "arn:aws:iam::111122223333:role/sluice-cli-support"]
      engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer", "arn:aws:iam::111122223333:role/sluice-cli-engineer"]
      admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin", "arn:aws:iam::111122223333:role/sluice-cli-admin"]
      auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor", "arn:aws:iam::111122223333:role/sluice-cli-auditor"]
    }
  }
}

variables {
  region                 = "us-west-2"
  manage_account_logging = true
  console_secrets        = "0123456789abcdef0123456789abcdef"
  archive                = { buckets = ["sluice-archive"] }
  alarm_topic_arns       = ["arn:aws:sns:us-west-2:111122223333:sluice-on-call"]

  network = {
    vpc_id                     = "vpc-0123456789abcdef0"
    private_subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    endpoint_security_group_id = "sg-0123456789abcdef9"
    s3_prefix_list_id          = "pl-0123456789abcdef0"
    staff_cidrs                = ["10.20.0.0/16"]
  }

  console = {
    origin               = "https://console.sluice.example"
    certificate_arn      = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-4000-8000-000000000000"
    image                = "sluice/console@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    image_repository_arn = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/console"
  }

  okta = {
    metadata     = "<md:EntityDescriptor entityID=\"https://okta.example/app\">${join("", [for number in range(1000) : "x"])}</md:EntityDescriptor>"
    issuer       = "https://okta.example/app"
    sso_url      = "https://okta.example/app/sso/saml"
    certificates = ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"]
  }

  replay = {
    job = {
      jar          = "command-runner.jar"
      args         = ["replay", "$${token}", "$${sourceId}", "$${from}", "$${to}", "$${archive}", "$${bucket}"]
      honoursClaim = true
    }
  }
  audit              = { bucket = "sluice-audit-heads", retention_days = 2555 }
  database_passwords = { prod = "0123456789abcdef0123456789abcdef", beta = "fedcba9876543210fedcba9876543210" }

  gate_secrets = {
    prod = ["prod-0123456789-0123456789-0123456789", "next-0123456789-0123456789-0123456789"]
    beta = ["beta-0123456789-0123456789-0123456789"]
  }

  backends = {
    prod = {
      host                 = "prod.sluice.internal.example.com"
      certificate_arn      = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-4000-8000-000000000000"
      image                = "sluice/service@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      image_repository_arn = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/service"
    }
    beta = {
      host                 = "beta.sluice.internal.example.com"
      certificate_arn      = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-4000-8000-000000000000"
      image                = "sluice/service@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      image_repository_arn = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/service"
    }
  }

  segment = {
    url                  = "https://api.segment.io"
    write_key_secret_arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:segment-AbCdEf"
  }
}

run "stack" {
  assert {
    condition = length(distinct([
      for one in [output.service_settings, output.worker_settings, output.beta_service_settings, output.beta_worker_settings] : keys(one.environment)
    ])) == 1
    error_message = "Both stages have the same settings, and so have those that answer and those that work."
  }

  assert {
    condition = [
      for one in [output.service_settings, output.worker_settings, output.beta_service_settings, output.beta_worker_settings] : one.environment.SLUICE_PROCESS
    ] == ["http", "worker", "http", "worker"]
    error_message = "In both stages somebody answers and somebody works."
  }

  assert {
    condition     = contains(keys(output.service_settings.secrets), "SLUICE_SEGMENT_WRITE_KEY")
    error_message = "Track events need their key."
  }

  assert {
    condition     = toset(keys(module.alarms)) == toset(["prod", "beta"]) && contains(keys(module.alarms["beta"].alarm_arns), "work-missing")
    error_message = "Each stage is watched by itself."
  }

  assert {
    condition     = [for stage, alarms in module.alarms : stage if contains(keys(alarms.alarm_arns), "console-healthy")] == ["prod"]
    error_message = "The console is prod's."
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key is renewed each year."
  }
}

run "principals_that_customers_already_trust" {
  variables {
    customer_principals = ["arn:aws:iam::595280932656:role/segment-datalakes-production-access"]
  }

  assert {
    condition     = output.customer_principals == { prod = ["arn:aws:iam::595280932656:role/segment-datalakes-production-access"], beta = ["arn:aws:iam::595280932656:role/segment-datalakes-production-access"] }
    error_message = "Both stages go by the role that is already trusted."
  }
}
