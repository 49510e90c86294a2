# Rules are resources of their own: groups that name each other would otherwise be a cycle.

resource "aws_security_group" "network" {
  name        = "${var.name}-nlb"
  description = "NLB of the VPC link: admits nobody but the link"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "network_to_application" {
  security_group_id            = aws_security_group.network.id
  description                  = "to the ALB"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.application.id
}

resource "aws_security_group" "application" {
  name        = "${var.name}-alb"
  description = "ALB of the service: admits the NLB"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "application_from_network" {
  security_group_id            = aws_security_group.application.id
  description                  = "from the NLB"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.network.id
}

resource "aws_vpc_security_group_egress_rule" "application_to_service" {
  security_group_id            = aws_security_group.application.id
  description                  = "to the service"
  ip_protocol                  = "tcp"
  from_port                    = var.service_port
  to_port                      = var.service_port
  referenced_security_group_id = var.service_security_group_id
}

resource "aws_vpc_security_group_ingress_rule" "service_from_application" {
  security_group_id            = var.service_security_group_id
  description                  = "from the ALB"
  ip_protocol                  = "tcp"
  from_port                    = var.service_port
  to_port                      = var.service_port
  referenced_security_group_id = aws_security_group.application.id
}

# /metrics asks for no secret and is answered to nobody who comes through the load balancers, so a reader needs a way of its
# own. It finds no other path: those ask for the gate's secret.
resource "aws_vpc_security_group_ingress_rule" "service_from_metrics_readers" {
  for_each                     = var.metrics_readers
  security_group_id            = var.service_security_group_id
  description                  = "from the reader of metrics ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = var.service_port
  to_port                      = var.service_port
  referenced_security_group_id = each.value
}
