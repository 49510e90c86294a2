# VPC link -> NLB -> ALB -> service, each hop admitting the one before it alone. A VPC link of the first generation
# reaches NLBs only; the ALB behind it ends TLS and knows which tasks are ready.

resource "aws_api_gateway_vpc_link" "this" {
  name        = var.name
  target_arns = [aws_lb.network.arn]
}

resource "aws_lb" "network" {
  name                             = "${var.name}-nlb"
  load_balancer_type               = "network"
  internal                         = true
  subnets                          = var.subnet_ids
  security_groups                  = [aws_security_group.network.id]
  enable_cross_zone_load_balancing = true
  enable_deletion_protection       = var.deletion_protection

  # The link arrives by PrivateLink from addresses that no rule can name. The group below admits nothing else.
  enforce_security_group_inbound_rules_on_private_link_traffic = "off"
}

resource "aws_lb_listener" "network" {
  load_balancer_arn = aws_lb.network.arn
  protocol          = "TCP"
  port              = 443

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.application.arn
  }
}

resource "aws_lb_target_group" "application" {
  name        = "${var.name}-alb"
  vpc_id      = var.vpc_id
  target_type = "alb"
  protocol    = "TCP"
  # Must be the port of a listener of the ALB.
  port = 443

  health_check {
    protocol = "HTTPS"
    path     = "/readyz"
    matcher  = "200"
  }
}

resource "aws_lb_target_group_attachment" "application" {
  target_group_arn = aws_lb_target_group.application.arn
  target_id        = aws_lb.application.arn
  port             = aws_lb_listener.application.port
}

resource "aws_lb" "application" {
  name               = "${var.name}-alb"
  load_balancer_type = "application"
  internal           = true
  subnets            = var.subnet_ids
  security_groups    = [aws_security_group.application.id]
  # Below the 75 s for which the service keeps a connection, so that the service never closes one that is being used.
  idle_timeout               = 60
  drop_invalid_header_fields = true
  # The strictest mode answers 400 to whatever is not RFC 7230 to the letter, and what API Gateway writes nobody here can mend.
  desync_mitigation_mode     = "defensive"
  enable_deletion_protection = var.deletion_protection
}

resource "aws_lb_listener" "application" {
  load_balancer_arn = aws_lb.application.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service.arn
  }
}

resource "aws_lb_target_group" "service" {
  name                 = "${var.name}-service"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.service_port
  deregistration_delay = 30

  # A task that stops says no on /readyz before it closes: two misses are noticed within its drain time.
  health_check {
    path                = "/readyz"
    matcher             = "200"
    interval            = 5
    timeout             = 2
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}
