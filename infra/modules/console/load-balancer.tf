resource "aws_lb" "this" {
  name               = "${var.name}-console"
  load_balancer_type = "application"
  internal           = true
  subnets            = var.subnet_ids
  security_groups    = [aws_security_group.load_balancer.id]
  # Below the 75 s for which the server keeps a connection (KEEP_ALIVE_TIMEOUT of its image), so that it never closes one
  # that is being used.
  idle_timeout               = 60
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.deletion_protection
}

# No listener on port 80: the console's cookies exist over TLS only, and its own headers keep browsers there.
resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_lb_target_group" "this" {
  name                 = "${var.name}-console"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.port
  deregistration_delay = 30

  health_check {
    path     = "/sign-in"
    matcher  = "200"
    interval = 10
    timeout  = 5
  }
}

resource "aws_security_group" "load_balancer" {
  name        = "${var.name}-console-alb"
  description = "ALB of the console: admits staff"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "staff" {
  for_each          = toset(var.staff_cidrs)
  security_group_id = aws_security_group.load_balancer.id
  description       = "from staff"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.key
}

resource "aws_vpc_security_group_egress_rule" "load_balancer_to_console" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "to the console"
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
  referenced_security_group_id = aws_security_group.console.id
}

resource "aws_security_group" "console" {
  name        = "${var.name}-console"
  description = "Console: admits its ALB, speaks to endpoints that start it"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "console_from_load_balancer" {
  security_group_id            = aws_security_group.console.id
  description                  = "from the ALB"
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
  referenced_security_group_id = aws_security_group.load_balancer.id
}
