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
}

# What differs between the stages must have two ids, or one that is joined to the other's would look well.
override_resource {
  target = aws_security_group.service["prod"]
  values = { id = "sg-0123456789abcde01" }
}

override_resource {
  target = module.edge["prod"].aws_lb_target_group.service
  values = { arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/prod/0123456789abcdef" }
}

override_resource {
  target = aws_security_group.service["beta"]
  values = { id = "sg-0123456789abcde02" }
}

override_resource {
  target = module.edge["beta"].aws_lb_target_group.service
  values = { arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/beta/0123456789abcdef" }
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
    condition = [
      for one in [output.service_settings, output.worker_settings, output.beta_service_settings, output.beta_worker_settings] : one.secrets.DATABASE_URL
    ] == [for stage in ["prod", "prod", "beta", "beta"] : module.database[stage].url_secret]
    error_message = "Each stage has its own database."
  }

  assert {
    condition     = module.database["prod"].url_secret != module.database["beta"].url_secret
    error_message = "The two databases must be told apart here."
  }
}

run "key" {
  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The key is renewed each year, and its deletion can be noticed in time."
  }

  assert {
    condition = jsondecode(aws_kms_key.this.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "Account"
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::111122223333:root" }
          Action    = "kms:*"
          Resource  = "*"
        },
        {
          Sid       = "Logs"
          Effect    = "Allow"
          Principal = { Service = "logs.us-west-2.amazonaws.com" }
          Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
          Resource  = "*"
          Condition = {
            ArnLike = {
              "kms:EncryptionContext:aws:logs:arn" = [
                "arn:aws:logs:us-west-2:111122223333:log-group:/sluice*",
                "arn:aws:logs:us-west-2:111122223333:log-group:/aws/rds/instance/sluice*",
              ]
            }
          }
        },
      ]
    }
    error_message = "Our account and its own logs of Sluice, nobody else."
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
