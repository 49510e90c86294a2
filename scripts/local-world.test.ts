import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { localSecrets, serviceEnvironment, standinEnvironment, urlsOf } from './local-world.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sluice-world-'))
const world = { portBase: 3000, dataDir, urls: urlsOf(3000), secrets: localSecrets(dataDir) }

afterEach(() => vi.unstubAllEnvs())

describe('the environment of the stand-in', () => {
	it('names a second backend when the person names one, and gives it a secret of its own', () => {
		vi.stubEnv('SLUICE_BETA_ORIGIN', 'http://127.0.0.1:4005')
		const env = standinEnvironment(world)
		expect(env.SLUICE_BETA_ORIGIN).toBe('http://127.0.0.1:4005')
		expect(env.SLUICE_GATE_SECRET_BETA).toBe(world.secrets.gateBeta)
		expect(env.SLUICE_GATE_SECRET_BETA).not.toBe(env.SLUICE_GATE_SECRET)
	})

	it('names none otherwise', () => {
		expect(standinEnvironment(world).SLUICE_BETA_ORIGIN).toBeUndefined()
	})

	it.each(['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'SLUICE_GATE_SECRET', 'SLUICE_SERVICE_ORIGIN'])(
		'takes no %s from outside: it could reach a real account or another Sluice',
		(name) => {
			vi.stubEnv(name, 'from-outside')
			expect(standinEnvironment(world)[name]).not.toBe('from-outside')
		},
	)
})

describe('the environment of the service', () => {
	it('delivers track events to the stand-in alone, whatever the person has set', () => {
		vi.stubEnv('SLUICE_SEGMENT_URL', 'https://api.segment.io')
		vi.stubEnv('SLUICE_SEGMENT_WRITE_KEY', 'a-real-key')
		mkdirSync(join(dataDir, 'okta'), { recursive: true })
		writeFileSync(join(dataDir, 'okta/idp.cert.pem'), '')
		const env = serviceEnvironment(world)
		expect(env.SLUICE_SEGMENT_URL).toBe('http://localhost:3006')
		expect(env.SLUICE_SEGMENT_WRITE_KEY).toBe(standinEnvironment(world).SLUICE_SEGMENT_WRITE_KEY)
		expect(env.SLUICE_SEGMENT_WRITE_KEY).toBe(world.secrets.segmentWriteKey)
	})
})
