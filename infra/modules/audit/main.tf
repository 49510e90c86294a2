# A second place for the heads of the audit chain, out of reach of whoever rules the database: a log group that is quick to
# search, and a bucket in which nobody, root included, can change or delete an object before its time.
# The service does not write here yet: it is the place that whoever exports heads is given, with a role that only adds.

resource "aws_s3_bucket" "heads" {
  bucket              = var.bucket
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "heads" {
  bucket = aws_s3_bucket.heads.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "heads" {
  bucket = aws_s3_bucket.heads.id

  rule {
    default_retention {
      # GOVERNANCE could be lifted by a permission.
      mode = "COMPLIANCE"
      days = var.retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.heads]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "heads" {
  bucket = aws_s3_bucket.heads.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "heads" {
  bucket = aws_s3_bucket.heads.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "heads" {
  bucket                  = aws_s3_bucket.heads.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "heads" {
  bucket = aws_s3_bucket.heads.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::${var.bucket}", "arn:aws:s3:::${var.bucket}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.heads]
}

resource "aws_cloudwatch_log_group" "heads" {
  name              = "/${var.name}/audit-heads"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_iam_role" "writer" {
  name = "${var.name}-audit-writer"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.writer_arns }
      Action    = "sts:AssumeRole"
    }]
  })
}

# It adds; it reads nothing, and no right to delete or to change a retention is given.
resource "aws_iam_role_policy" "writer" {
  name = "append-heads"
  role = aws_iam_role.writer.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        { Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::${var.bucket}/heads/*" },
        {
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.heads.arn}:*"
        },
      ],
      var.kms_key_arn == null ? [] : [{ Effect = "Allow", Action = "kms:GenerateDataKey", Resource = [var.kms_key_arn] }],
    )
  })
}
