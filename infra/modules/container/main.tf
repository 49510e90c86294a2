# What service and console have in common: one container on Fargate that can write nowhere, and the role by which
# ECS, not the container, reads its image and its secrets.

resource "aws_ecs_task_definition" "this" {
  for_each                 = var.tasks
  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = each.value.role_arn
  # A release is rolled back to the revision before, which must still be there to start.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([{
    name                   = "main"
    image                  = var.image
    essential              = true
    user                   = "1000:1000"
    readonlyRootFilesystem = true
    stopTimeout            = var.stop_seconds
    portMappings           = [{ containerPort = var.port, protocol = "tcp" }]
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    environment            = [for name in sort(keys(each.value.environment)) : { name = name, value = each.value.environment[name] }]
    secrets                = [for name in sort(keys(var.secrets)) : { name = name, valueFrom = var.secrets[name] }]

    healthCheck = {
      command = [
        "CMD", "node", "-e",
        "fetch('http://127.0.0.1:${var.port}${var.health_path}').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))",
      ]
      interval = 10
      timeout  = 5
      retries  = 3
      # The most that ECS takes: the first task of a release brings the database up before it listens.
      startPeriod = 300
    }

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.this.name
        awslogs-region        = var.region
        awslogs-stream-prefix = each.key
        # A log that cannot be delivered must not hold up a request.
        mode            = "non-blocking"
        max-buffer-size = "4m"
      }
    }
  }])
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}

resource "aws_iam_role" "execution" {
  name = "${var.name}-execution"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "execution" {
  name = "start"
  role = aws_iam_role.execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
        {
          Effect   = "Allow"
          Action   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
          Resource = var.image_repository_arn
        },
        {
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.this.arn}:*"
        },
      ],
      # A reference may end in :KEY:STAGE:VERSION, which IAM does not know.
      length(var.secrets) == 0 ? [] : [{
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = [for name in sort(keys(var.secrets)) : join(":", slice(split(":", var.secrets[name]), 0, 7))]
      }],
      length(var.secret_kms_key_arns) == 0 ? [] : [{
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = var.secret_kms_key_arns
      }],
    )
  })
}
