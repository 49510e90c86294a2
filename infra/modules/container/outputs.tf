output "task_definition_arns" {
  description = "By task, with its revision."
  value       = { for name, task in aws_ecs_task_definition.this : name => task.arn }
}

output "log_group" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}
