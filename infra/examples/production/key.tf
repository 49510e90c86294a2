# One key for logs, database, secrets and audit heads. The account's own policies say who may use it; CloudWatch Logs has no
# role in the account and must be named.
resource "aws_kms_key" "this" {
  description             = "Sluice: data and logs at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${local.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${var.region}.amazonaws.com" }
        Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "kms:EncryptionContext:aws:logs:arn" = [
              for place in ["/${var.name}", "/aws/rds/instance/${var.name}"] : "arn:aws:logs:${var.region}:${local.account_id}:log-group:${place}*"
            ]
          }
        }
      },
    ]
  })
}
