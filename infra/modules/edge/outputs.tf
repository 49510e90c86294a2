output "vpc_link_id" {
  description = "For the gateway's stage."
  value       = aws_api_gateway_vpc_link.this.id
}

output "target_group_arn" {
  description = "Where the service registers its tasks. ECS refuses a group that no listener uses yet."
  value       = aws_lb_target_group.service.arn
  depends_on  = [aws_lb_listener.application]
}

output "load_balancer_suffix" {
  description = "The ALB as CloudWatch and autoscaling name it, with its target group: app/NAME/ID/targetgroup/NAME/ID."
  value       = "${aws_lb.application.arn_suffix}/${aws_lb_target_group.service.arn_suffix}"
}
