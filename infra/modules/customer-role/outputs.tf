output "role_arn" {
  description = "For the source's settings."
  value       = aws_iam_role.this.arn
}

output "policy_json" {
  description = "The role's policy, for whoever does not use Terraform."
  value       = aws_iam_role_policy.this.policy
}
