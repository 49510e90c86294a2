output "task_role_arn" {
  description = "Who the service's workers are; tasks that answer are nobody. Roles that customers already trust must trust it."
  value       = aws_iam_role.task.arn
}

output "customer_principals" {
  description = "What customers put into their role's trust policy, the usual one first."
  value       = local.principals
}

output "environment" {
  description = "Settings of http and worker by variable, without the secret ones."
  value       = local.environment
}

output "secrets" {
  description = "Secret settings by variable: where each lies in Secrets Manager."
  value       = local.secrets
}

output "log_group" {
  description = "Name of the service's log group."
  value       = module.container.log_group
}
