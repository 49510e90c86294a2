mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/sluice-service-execution"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice-service"
    }
  }
}

variables {
  name                 = "sluice-service"
  region               = "us-west-2"
  image                = "sluice/service@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  image_repository_arn = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/service"
  port                 = 3005
  health_path          = "/healthz"
  secrets              = { DATABASE_URL = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice/database-AbCdEf:::0123" }
  cpu                  = 512
  memory               = 1024
  cpu_architecture     = "ARM64"
  stop_seconds         = 90
  log_retention_days   = 30

  tasks = {
    sluice-http   = { environment = { B = "2", A = "1" } }
    sluice-worker = { environment = { A = "2" }, role_arn = "arn:aws:iam::111122223333:role/sluice-service" }
  }
}

run "container" {
  assert {
    condition = (
      jsondecode(aws_ecs_task_definition.this["sluice-http"].container_definitions)[0].readonlyRootFilesystem &&
      jsondecode(aws_ecs_task_definition.this["sluice-http"].container_definitions)[0].user == "1000:1000" &&
      jsondecode(aws_ecs_task_definition.this["sluice-http"].container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"]
    )
    error_message = "The container is nobody in particular and writes nowhere."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this["sluice-http"].container_definitions)[0].environment == [{ name = "A", value = "1" }, { name = "B", value = "2" }]
    error_message = "Settings are sorted, so that the same settings are the same task definition."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this["sluice-http"].container_definitions)[0].secrets == [{ name = "DATABASE_URL", valueFrom = var.secrets.DATABASE_URL }]
    error_message = "Secrets are references, with their version."
  }

  assert {
    condition     = aws_ecs_task_definition.this["sluice-http"].task_role_arn == null
    error_message = "Without a role the container has no right at AWS."
  }

  assert {
    condition = (
      jsondecode(aws_ecs_task_definition.this["sluice-worker"].container_definitions)[0].environment == [{ name = "A", value = "2" }] &&
      aws_ecs_task_definition.this["sluice-worker"].task_role_arn == "arn:aws:iam::111122223333:role/sluice-service"
    )
    error_message = "Each task has settings and a role of its own."
  }

  assert {
    condition = {
      for name, task in aws_ecs_task_definition.this :
      name => jsondecode(task.container_definitions)[0].logConfiguration.options["awslogs-stream-prefix"]
    } == { sluice-http = "sluice-http", sluice-worker = "sluice-worker" }
    error_message = "In the one log group the stream says which task it was."
  }
}

run "a_revision_stays" {
  assert {
    condition     = alltrue([for task in aws_ecs_task_definition.this : task.skip_destroy])
    error_message = "ECS rolls back to the revision before; one that was deregistered starts no task."
  }
}

run "time_to_start_and_to_stop" {
  assert {
    condition     = alltrue([for one in output.containers : one.healthCheck.startPeriod == 300 && one.stopTimeout == 90])
    error_message = "A migration runs before the first answer, and a drain takes as long as it was said."
  }
}

run "execution_role" {
  assert {
    condition = jsondecode(aws_iam_role_policy.execution.policy).Statement == [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
        Resource = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/service"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice-service:*"
      },
      {
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = ["arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice/database-AbCdEf"]
      },
    ]
    error_message = "ECS reads one image and the named secrets and adds to one log. The token of ECR alone has no resource."
  }
}

run "refuses_a_tag" {
  command         = plan
  expect_failures = [var.image]

  variables {
    image = "sluice/service:latest"
  }
}

run "refuses_a_secret_in_the_open" {
  command         = plan
  expect_failures = [var.tasks]

  variables {
    tasks = { sluice-http = { environment = {} }, sluice-worker = { environment = { SLUICE_GATE_SECRETS = "x" } } }
  }
}
