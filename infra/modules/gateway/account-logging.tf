# One role for all APIs of an account and region, so another stack may own it already.

locals {
  account_logging = var.manage_account_logging ? toset(["this"]) : toset([])
}

resource "aws_iam_role" "account_logging" {
  for_each = local.account_logging
  name     = "${var.name}-gateway-logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "apigateway.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "account_logging" {
  for_each = local.account_logging
  name     = "write-logs"
  role     = aws_iam_role.account_logging[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ]
      Resource = "*"
    }]
  })
}

resource "aws_api_gateway_account" "this" {
  for_each            = local.account_logging
  cloudwatch_role_arn = aws_iam_role.account_logging[each.key].arn
  depends_on          = [aws_iam_role_policy.account_logging]
}
