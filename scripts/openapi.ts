import { openApiDocument } from '../lib/contract/openapi.ts'
import { table } from '../lib/contract/table.ts'

console.log(JSON.stringify(openApiDocument(table), null, 2))
