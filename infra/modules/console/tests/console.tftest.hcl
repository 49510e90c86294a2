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
  name                       = "sluice-prod"
  environment                = "production"
  region                     = "us-west-2"
  vpc_id                     = "vpc-0123456789abcdef0"
  subnet_ids                 = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  staff_cidrs                = ["10.20.0.0/16"]
  endpoint_security_group_id = "sg-0123456789abcdef9"
  s3_prefix_list_id          = "pl-0123456789abcdef0"
  cluster_arn                = "arn:aws:ecs:us-west-2:111122223333:cluster/sluice"
  image                      = "sluice/console@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  image_repository_arn       = "arn:aws:ecr:us-west-2:111122223333:repository/sluice/console"
  certificate_arn            = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-4000-8000-000000000000"
  console_origin             = "https://console.sluice.example"
  gate_url                   = "https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod"
  identity_pool_id           = "us-west-2:00000000-0000-4000-8000-000000000000"
  saml_provider_arn          = "arn:aws:iam::111122223333:saml-provider/okta"
  cookie_secrets             = "0123456789abcdef0123456789abcdef"
  cookie_secrets_version     = 1

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
      aws_vpc_security_group_egress_rule.console_to_endpoints.referenced_security_group_id == var.endpoint_security_group_id &&
      aws_vpc_security_group_egress_rule.console_to_s3.prefix_list_id == var.s3_prefix_list_id &&
      aws_vpc_security_group_egress_rule.console_to_endpoints.cidr_ipv4 == null &&
      aws_vpc_security_group_egress_rule.console_to_s3.cidr_ipv4 == null
    )
    error_message = "A console that was taken over must find no way out."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.console_from_load_balancer.referenced_security_group_id == aws_security_group.load_balancer.id
    error_message = "The server admits its load balancer alone."
  }

  assert {
    condition     = aws_lb_listener.this.protocol == "HTTPS" && aws_lb_listener.this.port == 443
    error_message = "TLS only."
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
    condition     = aws_secretsmanager_secret_version.cookies.secret_string_wo == null && aws_secretsmanager_secret_version.cookies.secret_string == null
    error_message = "The secret must not stand in the state."
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
