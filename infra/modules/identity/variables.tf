variable "name" {
  description = "Prefix of every name. The service reads console and cli out of the roles' names, so it must hold neither."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name)) && !can(regex("(^|-)(console|cli)(-|$)", var.name))
    error_message = "name must be 2 to 21 lower-case letters, digits and hyphens, without the words console and cli."
  }
}

variable "saml_metadata" {
  description = "Metadata (XML) that Okta offers for the console's application."
  type        = string

  validation {
    condition     = strcontains(var.saml_metadata, "EntityDescriptor") && length(var.saml_metadata) >= 1000
    error_message = "saml_metadata must be the XML metadata of the console's application (IAM takes 1,000 characters and more)."
  }
}

variable "cli_saml_metadata" {
  description = "The same for the terminal's application, which has an entity id of its own."
  type        = string

  validation {
    condition     = strcontains(var.cli_saml_metadata, "EntityDescriptor") && length(var.cli_saml_metadata) >= 1000
    error_message = "cli_saml_metadata must be the XML metadata of the terminal's application (IAM takes 1,000 characters and more)."
  }

  validation {
    condition     = try(regex("entityID=\"([^\"]+)\"", var.cli_saml_metadata) != regex("entityID=\"([^\"]+)\"", var.saml_metadata), true)
    error_message = "cli_saml_metadata names the entity id of the console's application: nobody could sign in from a terminal."
  }
}

variable "groups" {
  description = "Okta group of each Sluice role. Console and service know the same names (lib/saml/groups.ts, service/sessions/groups.ts): leave the default, or change all three."
  type = object({
    viewer   = string
    support  = string
    engineer = string
    admin    = string
    auditor  = string
  })
  default = {
    viewer   = "sluice-viewers"
    support  = "sluice-support"
    engineer = "sluice-engineers"
    admin    = "sluice-admins"
    auditor  = "sluice-auditors"
  }

  validation {
    condition     = alltrue([for group in values(var.groups) : length(group) >= 1 && length(group) <= 128])
    error_message = "Each group must have 1 to 128 characters."
  }

  # Contains compares texts: sluice-engineers-readonly would match a rule for sluice-engineers.
  validation {
    condition = alltrue(flatten([
      for role, group in var.groups : [for other, text in var.groups : !strcontains(text, group) if other != role]
    ]))
    error_message = "No group name may contain another: the identity pool compares by Contains."
  }
}

variable "api_execution_arn" {
  description = "Execution ARN of the gate's API, from the module gateway."
  type        = string
}
