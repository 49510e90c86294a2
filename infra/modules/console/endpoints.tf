# What a task needs to start, and nothing behind it: its image, its secrets, its log. Endpoints of other tenants of a VPC could
# not be narrowed to this, and private names of an endpoint hold for a whole VPC: so the console has one to itself.

locals {
  # By these endpoints the execution role alone is heard, and what it may do is written in its own policy. Whoever takes the
  # console over has no credentials of that role, and others, such as a stranger's, lead nowhere.
  for_execution_role = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = module.container.execution_role_arn }, Action = "*", Resource = "*" }]
  })

  # Layers of images lie in a bucket of ECR (Amazon ECR User Guide, interface VPC endpoints); they are read by signed
  # addresses, so no principal of ours can be named.
  for_layers = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::prod-${var.region}-starport-layer-bucket/*"
    }]
  })
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = var.subnet_ids
  security_group_ids  = [aws_security_group.endpoints.id]
  policy              = local.for_execution_role
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = var.vpc_id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = var.route_table_ids
  policy            = local.for_layers
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-console-endpoints"
  description = "Endpoints of the console: admit the console"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_from_console" {
  security_group_id            = aws_security_group.endpoints.id
  description                  = "from the console"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.console.id
}

resource "aws_vpc_security_group_egress_rule" "console_to_endpoints" {
  security_group_id            = aws_security_group.console.id
  description                  = "to the interface endpoints"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.endpoints.id
}

resource "aws_vpc_security_group_egress_rule" "console_to_s3" {
  security_group_id = aws_security_group.console.id
  description       = "to layers of images in S3"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
}
