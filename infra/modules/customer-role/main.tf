# What a customer applies in their own account: the role that Sluice assumes, with the policy that the product documents,
# elasticmapreduce:AddTags included, without which a cloned cluster cannot be tagged and every replay on one fails.

resource "aws_iam_role" "this" {
  name                 = var.role_name
  max_session_duration = 3600

  # The external ids keep another customer of ours from having us reach this account.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.principal_arns }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = var.external_ids } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "data-lake"
  role   = aws_iam_role.this.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

locals {
  glue = "arn:aws:glue:${var.region}:${var.account_id}"

  statements = [
    {
      Sid    = "Emr"
      Effect = "Allow"
      Action = [
        "elasticmapreduce:AddJobFlowSteps",
        "elasticmapreduce:AddTags",
        "elasticmapreduce:CancelSteps",
        "elasticmapreduce:DescribeCluster",
        "elasticmapreduce:DescribeStep",
        "elasticmapreduce:RunJobFlow",
        "elasticmapreduce:TerminateJobFlows",
      ]
      Resource = "*"
      # Case-sensitive, and the cluster must carry it.
      Condition = { StringEquals = { "elasticmapreduce:ResourceTag/vendor" = "segment" } }
    },
    {
      Sid      = "EmrRoles"
      Effect   = "Allow"
      Action   = "iam:PassRole"
      Resource = [var.emr_roles.service, var.emr_roles.instance_profile, var.emr_roles.autoscaling]
    },
    {
      Sid    = "Glue"
      Effect = "Allow"
      Action = [
        "glue:BatchCreatePartition",
        "glue:BatchDeletePartition",
        "glue:BatchDeleteTable",
        "glue:BatchDeleteTableVersion",
        "glue:BatchGetPartition",
        "glue:CreateDatabase",
        "glue:CreatePartition",
        "glue:CreateTable",
        "glue:DeletePartition",
        "glue:DeleteTable",
        "glue:DeleteTableVersion",
        "glue:GetPartition",
        "glue:GetPartitions",
        "glue:GetTable",
        "glue:GetTables",
        "glue:GetTableVersion",
        "glue:GetTableVersions",
        "glue:UpdatePartition",
        "glue:UpdateTable",
      ]
      Resource = ["${local.glue}:catalog", "${local.glue}:database/default", "${local.glue}:database/*", "${local.glue}:table/*"]
    },
    {
      Sid      = "Bucket"
      Effect   = "Allow"
      Action   = "s3:*"
      Resource = ["arn:aws:s3:::${var.bucket}", "arn:aws:s3:::${var.bucket}/*"]
    },
    {
      Sid      = "Athena"
      Effect   = "Allow"
      Action   = "athena:*"
      Resource = "*"
    },
  ]
}
