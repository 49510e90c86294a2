output "url_secret" {
  description = "DATABASE_URL for a container's secrets, with its version: a rotated password replaces the tasks."
  value       = "${aws_secretsmanager_secret.url.arn}:::${aws_secretsmanager_secret_version.url.version_id}"
}

output "identifier" {
  description = "The instance, for metrics and restores."
  value       = aws_db_instance.this.identifier
}
