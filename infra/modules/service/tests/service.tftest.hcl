mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/mocked"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice-prod-service"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn = "arn:aws:ecs:us-west-2:111122223333:task-definition/sluice-prod-service:1"
    }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/gate-secrets-AbCdEf"
    }
  }

  mock_resource "aws_secretsmanager_secret_version" {
    defaults = {
      version_id = "00000000-0000-4000-8000-000000000001"
    }
  }
}

override_resource {
  target = aws_iam_role.task
  values = { arn = "arn:aws:iam::111122223333:role/sluice-prod-service" }
}

override_resource {
  target = aws_iam_role.archive_reader
  values = { arn = "arn:aws:iam::111122223333:role/sluice-prod-archive-reader" }
}

override_resource {
  target = aws_iam_role.customer_access
  values = { arn = "arn:aws:iam::111122223333:role/sluice-prod-customer-access" }
}

variables {
  name                 = "sluice-prod"
  account_id           = "111122223333"
  region               = "us-west-2"
  security_group_id    = "sg-0123456789abcdef0"
  subnet_ids           = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  cluster_arn          = "arn:aws:ecs:us-west-2:111122223333:cluster/sluice"
  image                = "sluice/service@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  image_repository_arn = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/service"
  target_group_arn     = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/sluice/0123456789abcdef"
  console_origin       = "https://console.sluice.example"
  database_url_secret  = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/database-url-AbCdEf:::0123"
  gate_secrets         = ["prod-0123456789-0123456789-0123456789"]
  http                 = { min = 2, max = 6 }
  worker               = { min = 1, max = 3 }
  archive              = { buckets = ["sluice-archive-eu", "sluice-archive-us"] }

  idp = {
    issuer       = "https://okta.example/app"
    certificates = ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"]
  }

  roles = {
    viewer   = ["arn:aws:iam::111122223333:role/sluice-console-viewer"]
    support  = ["arn:aws:iam::111122223333:role/sluice-console-support"]
    engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer"]
    admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin"]
    auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor"]
  }

  replay = {
    job = {
      jar          = "command-runner.jar"
      args         = ["replay", "$${token}", "$${sourceId}", "$${from}", "$${to}", "$${archive}", "$${bucket}"]
      honoursClaim = true
    }
  }
}

run "task_role_only_becomes_others" {
  assert {
    condition = jsondecode(aws_iam_role_policy.task.policy).Statement == [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Resource = [
        "arn:aws:iam::111122223333:role/sluice-prod-customer-access",
        "arn:aws:iam::111122223333:role/sluice-prod-archive-reader",
      ]
    }]
    error_message = "The service may assume the customers' role and the archive's, and may do nothing by itself."
  }

  assert {
    condition = jsondecode(aws_iam_role.task.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }]
    error_message = "Tasks of our own account alone are the service."
  }

  assert {
    condition = alltrue([
      for policy in [aws_iam_role.archive_reader.assume_role_policy, aws_iam_role.customer_access["this"].assume_role_policy] :
      jsondecode(policy).Statement == [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/sluice-prod-service" }, Action = "sts:AssumeRole" }]
    ])
    error_message = "Only the service becomes the archive's reader and the customers' principal."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.customer_access["this"].policy).Statement == [
      { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::*:role/*" },
      { Effect = "Deny", Action = "sts:AssumeRole", Resource = "arn:aws:iam::111122223333:role/*" },
    ]
    error_message = "The customers' principal becomes roles and nothing else; a stored role ARN of our own account must lead nowhere."
  }
}

run "archive_reader" {
  assert {
    condition = jsondecode(aws_iam_role_policy.archive_reader.policy).Statement == [
      {
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = ["arn:aws:s3:::sluice-archive-eu", "arn:aws:s3:::sluice-archive-us"]
        Condition = { StringLike = { "s3:prefix" = "segment-logs/*" } }
      },
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = ["arn:aws:s3:::sluice-archive-eu/segment-logs/*", "arn:aws:s3:::sluice-archive-us/segment-logs/*"]
      },
    ]
    error_message = "The reader lists and reads the archive's prefix of the named buckets, nothing else."
  }
}

run "tasks" {
  assert {
    condition     = alltrue([for one in aws_ecs_service.this : !one.network_configuration[0].assign_public_ip])
    error_message = "No task has a public address."
  }

  assert {
    condition     = length(aws_ecs_service.this["http"].load_balancer) == 1 && length(aws_ecs_service.this["worker"].load_balancer) == 0
    error_message = "Workers get no requests."
  }

  assert {
    condition     = { for process, one in aws_ecs_service.this : process => one.task_definition } == { for process in ["http", "worker"] : process => module.container.task_definition_arns["sluice-prod-${process}"] }
    error_message = "Each service runs its own tasks."
  }

  assert {
    condition = [
      for process in ["http", "worker"] : module.container.containers["sluice-prod-${process}"].stopTimeout - tonumber(output.environment[process].SLUICE_DRAIN_SECONDS) >= 40
    ] == [true, true]
    error_message = "After the drain 25 s are for what is in flight and 10 s for jobs, before ECS kills the task."
  }

  assert {
    condition = {
      for process in ["http", "worker"] : process =>
      { for one in module.container.containers["sluice-prod-${process}"].environment : one.name => one.value } == output.environment[process]
    } == { http = true, worker = true }
    error_message = "A task is told what the outputs say."
  }

  assert {
    condition     = alltrue([for one in aws_ecs_service.this : one.wait_for_steady_state]) && aws_ecs_service.this["http"].health_check_grace_period_seconds == 300
    error_message = "An apply ends when tasks of it run, and a task that migrates first is not killed for it."
  }

  assert {
    condition     = { for process, one in local.services : process => one.role_arn } == { http = null, worker = aws_iam_role.task.arn }
    error_message = "What parses people's requests is nobody at AWS: workers alone become others."
  }

  assert {
    condition = alltrue([
      for one in aws_ecs_service.this : one.deployment_minimum_healthy_percent == 100 && one.deployment_circuit_breaker[0].rollback
    ])
    error_message = "New tasks first, and the old ones stay when the new do not come up."
  }

  assert {
    condition     = aws_appautoscaling_target.this["http"].resource_id == "service/sluice/sluice-prod-http" && aws_appautoscaling_target.this["http"].max_capacity == 6
    error_message = "Autoscaling knows a service by cluster and name."
  }
}

run "settings" {
  assert {
    condition     = { for process, settings in output.environment : process => settings.SLUICE_PROCESS } == { http = "http", worker = "worker" }
    error_message = "Each task is told what it does; one that is told nothing would do everything."
  }

  assert {
    condition = (
      keys(output.environment.http) == keys(output.environment.worker) &&
      [for name, value in output.environment.http : name if value != output.environment.worker[name]] == ["SLUICE_DRAIN_SECONDS", "SLUICE_PROCESS"]
    )
    error_message = "Beside what they do only the drain differs: no load balancer has to look away from a worker."
  }

  assert {
    condition     = output.secrets.SLUICE_GATE_SECRETS == "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/gate-secrets-AbCdEf:::00000000-0000-4000-8000-000000000001"
    error_message = "The secret's version is named, so that a rotation replaces the tasks."
  }

  assert {
    condition     = jsondecode(output.environment.worker.SLUICE_REPLAY_JOB).args[1] == "$${token}" && output.environment.worker.SLUICE_REPLAY_LIMIT_BYTES == "107374182400"
    error_message = "Placeholders stay, and numbers are written out."
  }

  assert {
    condition     = length(setintersection(keys(output.environment.http), keys(output.secrets))) == 0 && !contains(keys(output.environment.http), "SLUICE_SEGMENT_URL")
    error_message = "A setting is plain or secret, and Segment is set whole or not at all."
  }
}

run "rotation_segment_and_older_principals" {
  variables {
    deletion_protection = false
    gate_secrets        = ["new--0123456789-0123456789-0123456789", "prod-0123456789-0123456789-0123456789"]
    customer_principals = ["arn:aws:iam::595280932656:role/access", "arn:aws:iam::294048959147:role/worker"]
    archive             = { buckets = ["sluice-archive-eu"], kms_key_arns = ["arn:aws:kms:us-west-2:111122223333:key/0123"] }
    segment = {
      url                  = "https://api.segment.io"
      write_key_secret_arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:segment-AbCdEf"
    }
  }

  assert {
    condition     = aws_secretsmanager_secret_version.gate.secret_string == "new--0123456789-0123456789-0123456789,prod-0123456789-0123456789-0123456789"
    error_message = "Both secrets count while one is rotated."
  }

  assert {
    condition     = aws_secretsmanager_secret.gate.recovery_window_in_days == 0
    error_message = "A stack that may be deleted can be made anew under its names."
  }

  assert {
    condition     = length(aws_iam_role.customer_access) == 0 && output.environment.worker.SLUICE_CUSTOMER_PRINCIPALS == "arn:aws:iam::595280932656:role/access,arn:aws:iam::294048959147:role/worker"
    error_message = "Principals that customers already trust replace our own."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.task.policy).Statement[0].Resource) == 3
    error_message = "The task may assume each principal and the archive's reader."
  }

  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.archive_reader.policy).Statement : one.Resource if one.Action == "kms:Decrypt"] == [["arn:aws:kms:us-west-2:111122223333:key/0123"]]
    error_message = "An encrypted archive needs its key, and its key alone."
  }

  assert {
    condition     = output.environment.worker.SLUICE_SEGMENT_URL == "https://api.segment.io" && output.secrets.SLUICE_SEGMENT_WRITE_KEY == "arn:aws:secretsmanager:us-west-2:111122223333:secret:segment-AbCdEf"
    error_message = "Address and key come together."
  }
}

run "refuses_a_stage_where_nobody_works" {
  command         = plan
  expect_failures = [var.worker]

  variables {
    worker = { min = 0, max = 3 }
  }
}

run "refuses_a_job_that_cannot_be_recognised" {
  command         = plan
  expect_failures = [var.replay]

  variables {
    replay = {
      job = { jar = "command-runner.jar", args = ["$${sourceId}", "$${from}", "$${to}", "$${archive}", "$${bucket}"], honoursClaim = true }
    }
  }
}

run "refuses_half_a_day" {
  command         = plan
  expect_failures = [var.replay]

  variables {
    replay = {
      job        = { jar = "x", args = ["$${token}", "$${sourceId}", "$${from}", "$${to}", "$${archive}", "$${bucket}"], honoursClaim = true }
      limit_days = 7.5
    }
  }
}

run "refuses_three_secrets" {
  command         = plan
  expect_failures = [var.gate_secrets]

  variables {
    gate_secrets = ["prod-0123456789-0123456789-0123456789", "b---0123456789-0123456789-0123456789", "c---0123456789-0123456789-0123456789"]
  }
}

run "refuses_every_bucket" {
  command         = plan
  expect_failures = [var.archive]

  variables {
    archive = { buckets = ["*"] }
  }
}

run "refuses_a_wildcard_principal" {
  command         = plan
  expect_failures = [var.customer_principals]

  variables {
    customer_principals = ["arn:aws:iam::595280932656:role/*"]
  }
}

run "refuses_segment_in_the_clear" {
  command         = plan
  expect_failures = [var.segment]

  variables {
    segment = { url = "http://api.segment.io", write_key_secret_arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:segment-AbCdEf" }
  }
}

run "refuses_a_certificate_that_is_none" {
  command         = plan
  expect_failures = [var.idp]

  variables {
    idp = { issuer = "https://okta.example/app", certificates = ["MIIB"] }
  }
}
