output "console_settings" {
  description = "Settings of the console: plain ones, and where the secret ones lie."
  value       = { environment = module.console.environment, secrets = module.console.secrets }
}

output "service_settings" {
  description = "Settings of the service's tasks that answer: plain ones, and where the secret ones lie."
  value       = { environment = module.service["prod"].environment.http, secrets = module.service["prod"].secrets }
}

output "worker_settings" {
  description = "The same of its workers."
  value       = { environment = module.service["prod"].environment.worker, secrets = module.service["prod"].secrets }
}

output "beta_service_settings" {
  description = "The same of beta's tasks that answer."
  value       = { environment = module.service["beta"].environment.http, secrets = module.service["beta"].secrets }
}

output "beta_worker_settings" {
  description = "The same of beta's workers."
  value       = { environment = module.service["beta"].environment.worker, secrets = module.service["beta"].secrets }
}

output "cli_settings" {
  description = "Settings of the terminal's command."
  value = {
    environment = {
      SLUICE_API_URL     = module.gateway.invoke_urls["prod"]
      SLUICE_CONSOLE_URL = var.console.origin
      SLUICE_REGION      = var.region
    }
    secrets = {}
  }
}

output "beta_cli_settings" {
  description = "The same for beta."
  value = {
    environment = {
      SLUICE_API_URL     = module.gateway.invoke_urls["beta"]
      SLUICE_CONSOLE_URL = var.console.origin
      SLUICE_REGION      = var.region
    }
    secrets = {}
  }
}

output "console_load_balancer" {
  description = "To which the console's host name must point."
  value       = module.console.load_balancer
}

output "customer_principals" {
  description = "Stage to what customers name in their role's trust policy."
  value       = { for stage, service in module.service : stage => service.customer_principals }
}

output "okta" {
  description = "For the terminal's Okta application: what it sends as Role for each group."
  value       = { cli_roles = module.identity.cli_roles }
}
