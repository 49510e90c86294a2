mock_provider "aws" {
  mock_resource "aws_lb" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/net/sluice/0123456789abcdef"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/sluice/0123456789abcdef"
    }
  }

  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/app/sluice/0123456789abcdef/0123456789abcdef"
    }
  }
}

variables {
  name                      = "sluice-prod"
  vpc_id                    = "vpc-0123456789abcdef0"
  subnet_ids                = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  certificate_arn           = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-4000-8000-000000000000"
  service_security_group_id = "sg-0123456789abcdef0"
}

run "hops" {
  assert {
    condition     = aws_lb.network.internal && aws_lb.application.internal
    error_message = "Neither load balancer has a public address."
  }

  assert {
    condition     = tolist(aws_api_gateway_vpc_link.this.target_arns) == tolist([aws_lb.network.arn])
    error_message = "The link ends at the NLB."
  }

  assert {
    condition     = aws_lb_target_group.application.target_type == "alb" && aws_lb_target_group.application.protocol == "TCP"
    error_message = "The NLB passes TLS on to the ALB unopened, by its own target type."
  }

  assert {
    condition     = [aws_lb_listener.application.port, aws_lb_target_group.application.port, aws_lb_target_group_attachment.application.port] == [443, 443, 443]
    error_message = "An ALB target is reached at a port on which the ALB listens."
  }

  assert {
    condition     = aws_lb_listener.network.protocol == "TCP" && aws_lb_listener.network.port == 443
    error_message = "The link speaks TLS to port 443."
  }

  assert {
    condition     = aws_lb_listener.application.protocol == "HTTPS" && aws_lb_listener.application.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "TLS 1.2 at least: the gateway knows no 1.3 towards a link."
  }

  assert {
    condition     = aws_lb_target_group.service.target_type == "ip" && aws_lb_target_group.service.health_check[0].path == "/readyz"
    error_message = "Tasks are reached by address and asked whether they want requests."
  }

  assert {
    condition     = aws_lb.application.idle_timeout < 75
    error_message = "The service keeps connections for 75 s; the ALB must let go first."
  }

  assert {
    condition     = aws_lb.application.desync_mitigation_mode == "defensive"
    error_message = "Requests are as API Gateway writes them, and nobody could mend one that is refused here."
  }
}

run "each_group_admits_the_hop_before" {
  assert {
    condition     = aws_lb.network.enforce_security_group_inbound_rules_on_private_link_traffic == "off"
    error_message = "With enforcement the NLB's empty group would refuse the link as well."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.application_from_network.security_group_id == aws_security_group.application.id &&
      aws_vpc_security_group_ingress_rule.application_from_network.referenced_security_group_id == aws_security_group.network.id
    )
    error_message = "The ALB admits the NLB alone."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.service_from_application.security_group_id == var.service_security_group_id &&
      aws_vpc_security_group_ingress_rule.service_from_application.referenced_security_group_id == aws_security_group.application.id &&
      aws_vpc_security_group_ingress_rule.service_from_application.from_port == 3005 &&
      aws_vpc_security_group_ingress_rule.service_from_application.to_port == 3005
    )
    error_message = "The service admits the ALB alone, at its one port."
  }

  assert {
    condition = alltrue([
      for rule in [aws_vpc_security_group_egress_rule.network_to_application, aws_vpc_security_group_egress_rule.application_to_service] :
      rule.cidr_ipv4 == null && rule.ip_protocol == "tcp" && rule.from_port == rule.to_port
    ])
    error_message = "Load balancers speak to the next hop alone."
  }
}

run "nobody_else_reaches_a_task" {
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.service_from_metrics_readers) == 0
    error_message = "Metrics are read by nobody unless somebody is named."
  }
}

run "a_reader_of_metrics" {
  variables {
    metrics_readers = { prometheus = "sg-0123456789abcdef7" }
  }

  assert {
    condition = [
      for rule in aws_vpc_security_group_ingress_rule.service_from_metrics_readers :
      "${rule.security_group_id} ${rule.referenced_security_group_id} ${rule.from_port}-${rule.to_port}" if rule.cidr_ipv4 == null
    ] == ["sg-0123456789abcdef0 sg-0123456789abcdef7 3005-3005"]
    error_message = "Its group alone, at the service's one port."
  }
}

run "refuses_a_network_as_reader" {
  command         = plan
  expect_failures = [var.metrics_readers]

  variables {
    metrics_readers = { staff = "10.0.0.0/8" }
  }
}

run "refuses_one_zone" {
  command         = plan
  expect_failures = [var.subnet_ids]

  variables {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef0"]
  }
}

run "refuses_a_certificate_of_iam" {
  command         = plan
  expect_failures = [var.certificate_arn]

  variables {
    certificate_arn = "arn:aws:iam::111122223333:server-certificate/sluice"
  }
}

run "refuses_a_name_too_long_for_a_load_balancer" {
  command         = plan
  expect_failures = [var.name]

  variables {
    name = "sluice-production-us-west"
  }
}
