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
    condition     = aws_db_instance.this.parameter_group_name == aws_db_parameter_group.this.name && aws_db_instance.this.db_subnet_group_name == aws_db_subnet_group.this.name
    error_message = "The instance stands under these parameters, in these subnets."
  }

  assert {
    condition     = local.address == "sluice-prod.example.us-west-2.rds.amazonaws.com:5432/sluice?sslmode=verify-full&sslrootcert=/etc/ssl/certs/rds-global-bundle.pem"
    error_message = "The service knows its database by certificate and name."
  }

  assert {
    condition     = !aws_db_instance.this.apply_immediately && !aws_db_instance.this.allow_major_version_upgrade
    error_message = "Nothing restarts, and nothing that cannot go back happens, unless it is asked for."
  }

  assert {
    condition = { for name, one in aws_cloudwatch_log_group.this : one.name => one.retention_in_days } == {
      "/aws/rds/instance/sluice-prod/postgresql" = 400, "/aws/rds/instance/sluice-prod/upgrade" = 400
    } && toset(aws_db_instance.this.enabled_cloudwatch_logs_exports) == toset(keys(aws_cloudwatch_log_group.this))
    error_message = "Its logs end, as all others do."
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

run "nobody_else" {
  assert {
    condition = (
      aws_db_instance.this.vpc_security_group_ids == toset([aws_security_group.this.id]) &&
      length(aws_vpc_security_group_ingress_rule.from_operators) == 0
    )
    error_message = "Operators come in when they are named."
  }
}

run "operators_and_an_own_key" {
  variables {
    operators       = { bastion = "sg-0123456789abcdef7" }
    kms_key_arn     = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000000"
    log_kms_key_arn = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000000"
  }

  assert {
    condition = [
      for rule in aws_vpc_security_group_ingress_rule.from_operators :
      "${rule.security_group_id == aws_security_group.this.id} ${rule.referenced_security_group_id} ${rule.from_port}-${rule.to_port}" if rule.cidr_ipv4 == null
    ] == ["true sg-0123456789abcdef7 5432-5432"]
    error_message = "Their group alone, at one port."
  }

  assert {
    condition = toset(concat(
      [aws_db_instance.this.kms_key_id, aws_db_instance.this.performance_insights_kms_key_id, aws_secretsmanager_secret.url.kms_key_id],
      [for one in aws_cloudwatch_log_group.this : one.kms_key_id],
    )) == toset(["arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000000"])
    error_message = "Everything at rest lies under the given key."
  }
}

run "a_stack_to_try" {
  variables {
    deletion_protection = false
    final_snapshot      = "sluice-prod-second"
  }

  assert {
    condition     = aws_secretsmanager_secret.url.recovery_window_in_days == 0 && aws_db_instance.this.final_snapshot_identifier == "sluice-prod-second" && !aws_db_instance.this.skip_final_snapshot
    error_message = "What may be deleted can be made anew under its name, and still leaves a snapshot."
  }
}

run "refuses_a_network_of_operators" {
  command         = plan
  expect_failures = [var.operators]

  variables {
    operators = { staff = "10.0.0.0/8" }
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
