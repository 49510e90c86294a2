output "environment" {
  description = "Settings of the console by variable, without the secret ones."
  value       = local.settings
}

output "secrets" {
  description = "Secret settings by variable: where each lies in Secrets Manager."
  value       = local.secrets
}

output "load_balancer" {
  description = "Name and hosted zone of the ALB, to which the console's host name must point."
  value       = { dns_name = aws_lb.this.dns_name, zone_id = aws_lb.this.zone_id }
}

output "log_group" {
  description = "Name of the console's log group."
  value       = module.container.log_group
}

output "dimensions" {
  description = "Load balancer and target group as CloudWatch names them."
  value = {
    LoadBalancer = aws_lb.this.arn_suffix
    TargetGroup  = aws_lb_target_group.this.arn_suffix
  }
}
