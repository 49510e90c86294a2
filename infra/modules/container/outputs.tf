output "task_definition_arns" {
  description = "By task, with its revision."
  value       = { for name, task in aws_ecs_task_definition.this : name => task.arn }
}

output "log_group" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "containers" {
  description = "By task, the container as ECS is told: what really runs, for whoever holds it against what was meant."
  value       = { for name, task in aws_ecs_task_definition.this : name => jsondecode(task.container_definitions)[0] }
}

output "execution_role_arn" {
  description = "By which ECS, not the container, reads image and secrets and writes the log."
  value       = aws_iam_role.execution.arn
}
