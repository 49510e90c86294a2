# A worker may become other roles and nothing else: those that customers trust, and the reader of our archive.

locals {
  own_principal = length(var.customer_principals) == 0 ? toset(["this"]) : toset([])
  principals    = concat([for role in aws_iam_role.customer_access : role.arn], var.customer_principals)
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-service"
  assume_role_policy = local.trust_of_tasks
}

locals {
  # The account condition keeps another account's tasks from being the ones that ECS acts for.
  trust_of_tasks = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })

  trust_of_service = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.task.arn }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "task" {
  name = "assume"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = concat(local.principals, [aws_iam_role.archive_reader.arn])
    }]
  })
}

# The role that customers name in their trust policies, unless they already trust one of ours.
resource "aws_iam_role" "customer_access" {
  for_each           = local.own_principal
  name               = "${var.name}-customer-access"
  assume_role_policy = local.trust_of_service
}

resource "aws_iam_role_policy" "customer_access" {
  for_each = local.own_principal
  name     = "assume-customers"
  role     = aws_iam_role.customer_access[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::*:role/*" },
      # A source whose role ARN names our own account must not become a way into it.
      { Effect = "Deny", Action = "sts:AssumeRole", Resource = "arn:aws:iam::${var.account_id}:role/*" },
    ]
  })
}

resource "aws_iam_role" "archive_reader" {
  name               = "${var.name}-archive-reader"
  assume_role_policy = local.trust_of_service
}

resource "aws_iam_role_policy" "archive_reader" {
  name = "read-segment-logs"
  role = aws_iam_role.archive_reader.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Effect    = "Allow"
          Action    = "s3:ListBucket"
          Resource  = [for bucket in var.archive.buckets : "arn:aws:s3:::${bucket}"]
          Condition = { StringLike = { "s3:prefix" = "segment-logs/*" } }
        },
        {
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = [for bucket in var.archive.buckets : "arn:aws:s3:::${bucket}/segment-logs/*"]
        },
      ],
      length(var.archive.kms_key_arns) == 0 ? [] : [{
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = var.archive.kms_key_arns
      }],
    )
  })
}
