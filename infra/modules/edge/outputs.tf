output "vpc_link_id" {
  description = "For the gateway's stage."
  value       = aws_api_gateway_vpc_link.this.id
}

output "target_group_arn" {
  description = "Where the service registers its tasks. ECS refuses a group that no listener uses yet."
  value       = aws_lb_target_group.service.arn
  depends_on  = [aws_lb_listener.application]
}

output "dimensions" {
  description = "The ALB and its target group as CloudWatch names them."
  value = {
    LoadBalancer = aws_lb.application.arn_suffix
    TargetGroup  = aws_lb_target_group.service.arn_suffix
  }
}
