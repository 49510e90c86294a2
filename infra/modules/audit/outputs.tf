output "writer_role_arn" {
  description = "Role that adds heads and can do nothing else."
  value       = aws_iam_role.writer.arn
}

output "bucket" {
  description = "Where heads lie, under heads/."
  value       = aws_s3_bucket.heads.bucket
}

output "log_group" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.heads.name
}
