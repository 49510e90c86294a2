mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/sluice-prod-console-execution"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-west-2:111122223333:log-group:/sluice-prod-console"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/sluice/0123456789abcdef"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/sluice/0123456789abcdef"
    }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/console-secrets-AbCdEf"
    }
  }

  mock_resource "aws_secretsmanager_secret_version" {
    defaults = {
      version_id = "00000000-0000-4000-8000-000000000001"
    }
  }
}

variables {
  name                   = "sluice-prod"
  environment            = "production"
  region                 = "us-west-2"
  vpc_id                 = "vpc-0123456789abcdef0"
  subnet_ids             = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  staff_cidrs            = ["10.20.0.0/16"]
  route_table_ids        = ["rtb-0123456789abcdef0"]
  cluster_arn            = "arn:aws:ecs:us-west-2:111122223333:cluster/sluice"
  image                  = "sluice/console@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  image_repository_arn   = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/console"
  certificate_arn        = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-4000-8000-000000000000"
  console_origin         = "https://console.sluice.example"
  gate_url               = "https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod"
  identity_pool_id       = "us-west-2:00000000-0000-4000-8000-000000000000"
  saml_provider_arn      = "arn:aws:iam::111122223333:saml-provider/okta"
  cookie_secrets         = "0123456789abcdef0123456789abcdef"
  cookie_secrets_version = 1

  idp = {
    issuer       = "https://okta.example/app"
    sso_url      = "https://okta.example/app/sso/saml"
    certificates = ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"]
  }
}

run "private" {
  assert {
    condition     = aws_lb.this.internal && !aws_ecs_service.this.network_configuration[0].assign_public_ip
    error_message = "Nothing of the console has a public address."
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.staff : rule.cidr_ipv4] == ["10.20.0.0/16"]
    error_message = "Staff alone reach the load balancer."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.console_from_load_balancer.security_group_id == aws_security_group.console.id &&
      aws_vpc_security_group_ingress_rule.console_from_load_balancer.referenced_security_group_id == aws_security_group.load_balancer.id &&
      aws_vpc_security_group_ingress_rule.console_from_load_balancer.cidr_ipv4 == null
    )
    error_message = "The server admits its load balancer alone."
  }

  assert {
    condition     = aws_lb_listener.this.protocol == "HTTPS" && aws_lb_listener.this.port == 443
    error_message = "TLS only."
  }
}

run "no_way_out" {
  assert {
    condition = (
      aws_vpc_security_group_egress_rule.console_to_endpoints.security_group_id == aws_security_group.console.id &&
      aws_vpc_security_group_egress_rule.console_to_endpoints.referenced_security_group_id == aws_security_group.endpoints.id &&
      aws_vpc_security_group_egress_rule.console_to_s3.security_group_id == aws_security_group.console.id &&
      aws_vpc_security_group_egress_rule.console_to_s3.prefix_list_id == aws_vpc_endpoint.s3.prefix_list_id
    )
    error_message = "The console speaks to its own endpoints."
  }

  assert {
    condition = alltrue([
      for rule in [aws_vpc_security_group_egress_rule.console_to_endpoints, aws_vpc_security_group_egress_rule.console_to_s3] :
      rule.cidr_ipv4 == null && rule.cidr_ipv6 == null && rule.ip_protocol == "tcp" && [rule.from_port, rule.to_port] == [443, 443]
    ])
    error_message = "No rule names an address: a console that was taken over finds no way out."
  }

  assert {
    condition = {
      for name, one in aws_vpc_endpoint.interface : one.service_name =>
      one.private_dns_enabled && one.security_group_ids == toset([aws_security_group.endpoints.id]) && jsondecode(one.policy).Statement == [
        { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/sluice-prod-console-execution" }, Action = "*", Resource = "*" }
      ]
    } == { for name in ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] : "com.amazonaws.us-west-2.${name}" => true }
    error_message = "The endpoints hear the role by which ECS starts the task, and nobody else."
  }

  assert {
    condition = jsondecode(aws_vpc_endpoint.s3.policy).Statement == [
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*" }
    ] && aws_vpc_endpoint.s3.route_table_ids == toset(["rtb-0123456789abcdef0"])
    error_message = "Of S3 there are the layers of images and no other bucket."
  }
}

run "behind_its_load_balancer" {
  assert {
    condition     = aws_lb.this.idle_timeout == 60 && module.container.containers["sluice-prod-console"].stopTimeout >= 25
    error_message = "The load balancer lets go before the server does, and ECS waits until the server has."
  }

  assert {
    condition     = aws_ecs_service.this.wait_for_steady_state && aws_ecs_service.this.health_check_grace_period_seconds == 300
    error_message = "An apply ends when tasks of it run."
  }

  assert {
    condition     = { for one in module.container.containers["sluice-prod-console"].environment : one.name => one.value } == merge(output.environment, { HOSTNAME = "0.0.0.0", PORT = "3000" })
    error_message = "A task is told what the outputs say."
  }
}

run "settings" {
  assert {
    condition     = output.environment.SLUICE_ACS_URL == "https://console.sluice.example/sign-in/acs" && output.environment.SLUICE_COGNITO_URL == "https://cognito-identity.us-west-2.amazonaws.com"
    error_message = "Addresses follow from origin and region."
  }

  assert {
    condition     = output.secrets == { SLUICE_CONSOLE_SECRETS = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/console-secrets-AbCdEf:::00000000-0000-4000-8000-000000000001" }
    error_message = "The secret is named with its version."
  }

  assert {
    condition     = aws_secretsmanager_secret.cookies.recovery_window_in_days == 30
    error_message = "A secret that was deleted by mistake can be brought back."
  }
}

run "refuses_the_whole_internet" {
  command         = plan
  expect_failures = [var.staff_cidrs]

  variables {
    staff_cidrs = ["0.0.0.0/0"]
  }
}

run "refuses_the_internet_in_halves" {
  command         = plan
  expect_failures = [var.staff_cidrs]

  variables {
    staff_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }
}

run "refuses_an_address_without_network" {
  command         = plan
  expect_failures = [var.staff_cidrs]

  variables {
    staff_cidrs = ["10.20.0.300/16"]
  }
}

run "refuses_an_origin_with_a_path" {
  command         = plan
  expect_failures = [var.console_origin]

  variables {
    console_origin = "https://console.sluice.example/console"
  }
}

run "refuses_three_cookie_secrets" {
  command         = plan
  expect_failures = [var.cookie_secrets]

  variables {
    cookie_secrets = "0123456789abcdef0123456789abcdef,0123456789abcdef0123456789abcdef,0123456789abcdef0123456789abcdef"
  }
}
