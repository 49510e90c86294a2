mock_provider "aws" {
  mock_resource "aws_db_instance" {
    defaults = {
      endpoint = "sluice-prod.example.us-west-2.rds.amazonaws.com:5432"
    }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = {
      arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/database-url-AbCdEf"
    }
  }

  mock_resource "aws_secretsmanager_secret_version" {
    defaults = {
      version_id = "00000000-0000-4000-8000-000000000001"
    }
  }
}

variables {
  name                     = "sluice-prod"
  vpc_id                   = "vpc-0123456789abcdef0"
  subnet_ids               = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  client_security_group_id = "sg-0123456789abcdef0"
  password                 = "0123456789abcdef0123456789abcdef"
  password_version         = 1
  instance_class           = "db.t4g.medium"
  multi_az                 = true
}

run "database" {
  assert {
    condition     = aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "Encrypted and private, whatever is asked for."
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 14 && !aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.deletion_protection
    error_message = "Nothing is lost by a mistake."
  }

  assert {
    condition     = aws_db_parameter_group.this.family == "postgres17" && [for one in aws_db_parameter_group.this.parameter : one.value if one.name == "rds.force_ssl"][0] == "1"
    error_message = "The server speaks TLS only."
  }

  assert {
    condition     = aws_db_instance.this.password == null && aws_db_instance.this.password_wo == null && aws_secretsmanager_secret_version.url.secret_string_wo == null
    error_message = "The password must not stand in the state."
  }

  assert {
    condition     = output.url_secret == "arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice-prod/database-url-AbCdEf:::00000000-0000-4000-8000-000000000001"
    error_message = "The reference names the version."
  }
}

run "only_the_service_connects" {
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.from_service.referenced_security_group_id == var.client_security_group_id &&
      aws_vpc_security_group_ingress_rule.from_service.cidr_ipv4 == null &&
      aws_vpc_security_group_ingress_rule.from_service.from_port == 5432 &&
      aws_vpc_security_group_ingress_rule.from_service.to_port == 5432
    )
    error_message = "The service's group alone, at one port."
  }
}

run "a_later_run_needs_no_password" {
  command = plan

  variables {
    password = null
  }

  assert {
    condition     = aws_db_instance.this.password_wo_version == 1
    error_message = "The version alone says whether the password changes."
  }
}

run "refuses_a_password_that_breaks_the_url" {
  command         = plan
  expect_failures = [var.password]

  variables {
    password = "0123456789abcdef/0123456789abcdef@"
  }
}

run "refuses_an_old_postgres" {
  command         = plan
  expect_failures = [var.engine_version]

  variables {
    engine_version = "14.11"
  }
}

run "refuses_a_day_of_backups" {
  command         = plan
  expect_failures = [var.backup_days]

  variables {
    backup_days = 1
  }
}
