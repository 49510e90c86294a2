mock_provider "aws" {
  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice-prod/audit-heads"
    }
  }
}

variables {
  name           = "sluice-prod"
  bucket         = "sluice-prod-audit-heads"
  retention_days = 2555
  writer_arns    = ["arn:aws:iam::111122223333:role/sluice-prod-service"]
}

run "nobody_deletes" {
  assert {
    condition     = aws_s3_bucket.heads.object_lock_enabled && aws_s3_bucket_versioning.heads.versioning_configuration[0].status == "Enabled"
    error_message = "Object lock needs versions."
  }

  assert {
    condition = (
      aws_s3_bucket_object_lock_configuration.heads.rule[0].default_retention[0].mode == "COMPLIANCE" &&
      aws_s3_bucket_object_lock_configuration.heads.rule[0].default_retention[0].days == 2555
    )
    error_message = "Nobody may lift the lock before its time."
  }

  assert {
    condition = toset(flatten([for one in jsondecode(aws_iam_role_policy.writer.policy).Statement : one.Action])) == toset([
      "s3:PutObject", "logs:CreateLogStream", "logs:PutLogEvents"
    ])
    error_message = "The writer adds and does nothing else."
  }

  assert {
    condition     = jsondecode(aws_iam_role.writer.assume_role_policy).Statement[0].Principal.AWS == ["arn:aws:iam::111122223333:role/sluice-prod-service"]
    error_message = "The service alone becomes the writer."
  }
}

run "private" {
  assert {
    condition = (
      aws_s3_bucket_public_access_block.heads.block_public_acls && aws_s3_bucket_public_access_block.heads.block_public_policy &&
      aws_s3_bucket_public_access_block.heads.ignore_public_acls && aws_s3_bucket_public_access_block.heads.restrict_public_buckets
    )
    error_message = "Nothing of it is public."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.heads.policy).Statement[0].Effect == "Deny" && jsondecode(aws_s3_bucket_policy.heads.policy).Statement[0].Condition == { Bool = { "aws:SecureTransport" = "false" } }
    error_message = "TLS only."
  }
}

run "own_key" {
  variables {
    kms_key_arn = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000000"
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.heads.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
    error_message = "The given key is used."
  }

  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.writer.policy).Statement : one.Resource if one.Action == "kms:GenerateDataKey"] == [[var.kms_key_arn]]
    error_message = "Writing under a key needs data keys, reading is not given."
  }
}

run "refuses_everybody_as_writer" {
  command         = plan
  expect_failures = [var.writer_arns]

  variables {
    writer_arns = ["arn:aws:iam::111122223333:root"]
  }
}

run "refuses_no_retention" {
  command         = plan
  expect_failures = [var.retention_days]

  variables {
    retention_days = 0
  }
}
