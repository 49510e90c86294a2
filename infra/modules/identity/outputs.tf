output "roles" {
  description = "IAM role ARNs by Sluice role, the identity pool's first, then the terminal's: for the gate and for the service."
  value = {
    for role in local.order : role => [aws_iam_role.console[role].arn, aws_iam_role.cli[role].arn]
  }
}

output "identity_pool_id" {
  description = "REGION:GUID, for the console."
  value       = aws_cognito_identity_pool.this.id
}

output "saml_provider_arn" {
  description = "Of the console's application, for the console."
  value       = aws_iam_saml_provider.console.arn
}

output "cli_roles" {
  description = "Okta group to what the terminal's application sends as Role for it: ROLE_ARN,PROVIDER_ARN."
  value       = { for role, group in var.groups : group => "${aws_iam_role.cli[role].arn},${aws_iam_saml_provider.cli.arn}" }
}
