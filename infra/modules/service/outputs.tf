output "task_role_arn" {
  description = "Who the service is. Roles that customers already trust must trust it."
  value       = aws_iam_role.task.arn
}

output "customer_principals" {
  description = "What customers put into their role's trust policy, the usual one first."
  value       = local.principals
}

output "environment" {
  description = "Settings of the service by variable, without the secret ones."
  value       = local.environment
}

output "secrets" {
  description = "Secret settings by variable: where each lies in Secrets Manager."
  value       = local.secrets
}

output "log_groups" {
  description = "Names of the service's log groups, by what writes there."
  value       = { service = module.container.log_group }
}
