mock_provider "aws" {
  mock_resource "aws_iam_policy" {
    defaults = {
      arn = "arn:aws:iam::111122223333:policy/sluice-callers"
    }
  }

  mock_resource "aws_cognito_identity_pool" {
    defaults = {
      id = "us-west-2:00000000-0000-4000-8000-000000000000"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/mocked"
    }
  }
}

override_resource {
  target = aws_iam_saml_provider.console
  values = { arn = "arn:aws:iam::111122223333:saml-provider/sluice-console" }
}

override_resource {
  target = aws_iam_saml_provider.cli
  values = { arn = "arn:aws:iam::111122223333:saml-provider/sluice-cli" }
}

override_resource {
  target = aws_iam_role.nobody
  values = { arn = "arn:aws:iam::111122223333:role/sluice-nobody" }
}

override_resource {
  target = aws_iam_role.console["admin"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-admin" }
}

override_resource {
  target = aws_iam_role.console["engineer"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-engineer" }
}

override_resource {
  target = aws_iam_role.console["auditor"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-auditor" }
}

override_resource {
  target = aws_iam_role.console["support"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-support" }
}

override_resource {
  target = aws_iam_role.console["viewer"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-viewer" }
}

override_resource {
  target = aws_iam_role.cli["support"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-cli-support" }
}

variables {
  name              = "sluice"
  api_execution_arn = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij"
  saml_metadata     = "<md:EntityDescriptor entityID=\"https://okta.example/console\">${join("", [for number in range(1000) : "x"])}</md:EntityDescriptor>"
  cli_saml_metadata = "<md:EntityDescriptor entityID=\"https://okta.example/cli\">${join("", [for number in range(1000) : "x"])}</md:EntityDescriptor>"
}

run "pool" {
  assert {
    condition     = !aws_cognito_identity_pool.this.allow_unauthenticated_identities && !aws_cognito_identity_pool.this.allow_classic_flow
    error_message = "No guests, and no flow in which the caller picks the role."
  }

  assert {
    condition     = toset(aws_cognito_identity_pool.this.saml_provider_arns) == toset(["arn:aws:iam::111122223333:saml-provider/sluice-console"])
    error_message = "The console's application is the only way in."
  }
}

run "mapping" {
  assert {
    condition = [for rule in one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).mapping_rule : "${rule.claim} ${rule.match_type} ${rule.value} ${rule.role_arn}"] == [
      "groups Contains sluice-admins arn:aws:iam::111122223333:role/sluice-console-admin",
      "groups Contains sluice-engineers arn:aws:iam::111122223333:role/sluice-console-engineer",
      "groups Contains sluice-auditors arn:aws:iam::111122223333:role/sluice-console-auditor",
      "groups Contains sluice-support arn:aws:iam::111122223333:role/sluice-console-support",
      "groups Contains sluice-viewers arn:aws:iam::111122223333:role/sluice-console-viewer",
    ]
    error_message = "One rule for each group, in the order in which the first match decides."
  }

  assert {
    condition = (
      one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).type == "Rules" &&
      one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).ambiguous_role_resolution == "Deny"
    )
    error_message = "Whoever matches no rule gets no role."
  }

  assert {
    condition     = one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).identity_provider == aws_iam_saml_provider.console.arn
    error_message = "The rules are those of the provider by which people come."
  }
}

run "default_role" {
  assert {
    condition     = aws_cognito_identity_pool_roles_attachment.this.roles == tomap({ authenticated = "arn:aws:iam::111122223333:role/sluice-nobody" })
    error_message = "An attachment without a default role is refused; ours leads nowhere."
  }

  assert {
    condition = (
      aws_iam_role_policy.nobody.role == aws_iam_role.nobody.id &&
      jsondecode(aws_iam_role_policy.nobody.policy).Statement == [{ Effect = "Deny", Action = "*", Resource = "*" }]
    )
    error_message = "The default role may do nothing."
  }

  assert {
    condition     = !contains(flatten(values(output.roles)), "arn:aws:iam::111122223333:role/sluice-nobody")
    error_message = "The gate does not list it."
  }
}

run "trust" {
  assert {
    condition = alltrue([
      for role in aws_iam_role.console : jsondecode(role.assume_role_policy).Statement == [{
        Effect    = "Allow"
        Principal = { Federated = "cognito-identity.amazonaws.com" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals             = { "cognito-identity.amazonaws.com:aud" = "us-west-2:00000000-0000-4000-8000-000000000000" }
          "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
        }
      }]
    ])
    error_message = "The console's roles trust this pool's signed-in identities only."
  }

  assert {
    condition = alltrue([
      for role in aws_iam_role.cli : jsondecode(role.assume_role_policy).Statement == [{
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/sluice-cli" }
        Action    = "sts:AssumeRoleWithSAML"
        Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
      }]
    ])
    error_message = "The terminal's roles are opened by the terminal's application alone, which sets the session's name."
  }

  assert {
    condition     = toset(keys(aws_iam_role.console)) == toset(keys(aws_iam_role.cli)) && length(aws_iam_role.cli) == 5
    error_message = "Both paths know the same five roles."
  }
}

run "least_privilege" {
  assert {
    condition = jsondecode(aws_iam_policy.callers.policy).Statement == [{
      Effect   = "Allow"
      Action   = "execute-api:Invoke"
      Resource = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij/*"
    }]
    error_message = "A stolen key reaches this API and nothing else."
  }

  assert {
    condition = alltrue([
      for role in concat(values(aws_iam_role.console), values(aws_iam_role.cli), [aws_iam_role.nobody]) :
      role.permissions_boundary == aws_iam_policy.callers.arn && role.max_session_duration == 3600
    ])
    error_message = "Every caller stays within the boundary, for an hour."
  }

  # No assertion can speak of a resource that does not exist, so this reads which ones do.
  assert {
    condition = toset(flatten([
      for file in fileset(path.module, "*.tf") : [for match in regexall("resource \"(\\w+)\" \"(\\w+)\"", file("${path.module}/${file}")) : join(".", match)]
      ])) == toset([
      "aws_cognito_identity_pool.this", "aws_cognito_identity_pool_roles_attachment.this",
      "aws_iam_saml_provider.console", "aws_iam_saml_provider.cli", "aws_iam_policy.callers",
      "aws_iam_role.console", "aws_iam_role.cli", "aws_iam_role.nobody", "aws_iam_role_policy.nobody",
    ])
    error_message = "Callers have no policy: what they may do stands in infra/gate alone."
  }

  assert {
    condition = alltrue([
      for role in concat(values(aws_iam_role.console), values(aws_iam_role.cli)) : length(role.managed_policy_arns) + length(role.inline_policy) == 0
    ])
    error_message = "Callers have no policy inside their roles either."
  }

  assert {
    condition     = output.roles.viewer[0] == "arn:aws:iam::111122223333:role/sluice-console-viewer" && length(output.roles.viewer) == 2
    error_message = "The gate lists each role's two ARNs."
  }

  assert {
    condition     = output.cli_roles["sluice-support"] == "arn:aws:iam::111122223333:role/sluice-cli-support,arn:aws:iam::111122223333:saml-provider/sluice-cli" && length(output.cli_roles) == 5
    error_message = "What Okta sends for a group is the pair of role and provider."
  }
}
