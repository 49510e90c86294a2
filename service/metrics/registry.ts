/** What tells the members of one metric apart. Closed sets only: an id, a person, an account or an ARN is never a label. */
export type Labels = Readonly<Record<string, string>>
export type Sample = readonly [labels: Labels, value: number]

/** Metrics of this process in the Prometheus text format, version 0.0.4. A name is registered once. */
export type Registry = {
	/** Answers the function that counts. `from` names members that stand at 0 before anything was counted. */
	counter<L extends Labels>(name: string, help: string, from?: readonly L[]): (labels: L) => void
	/** `read` is asked at each scrape; no samples: not known now. */
	gauge(name: string, help: string, read: () => readonly Sample[] | Promise<readonly Sample[]>): void
	/** Answers the function that observes. `bounds` rise; the last bucket, without a bound, is added. */
	histogram<L extends Labels>(name: string, help: string, bounds: readonly number[]): (labels: L, value: number) => void
	text(): Promise<string>
}

type Line = readonly [suffix: string, labels: Labels, value: number]
type Metric = { name: string; help: string; type: 'counter' | 'gauge' | 'histogram'; lines: () => Promise<Line[]> }

export function createRegistry(): Registry {
	const metrics = new Map<string, Metric>()
	function register(metric: Metric) {
		if (metrics.has(metric.name)) throw new Error(`The metric ${metric.name} exists already.`)
		metrics.set(metric.name, metric)
	}

	return {
		counter(name, help, from = []) {
			const counts = new Map<string, { labels: Labels; value: number }>(
				from.map((labels) => [JSON.stringify(labels), { labels, value: 0 }]),
			)
			register({ name, help, type: 'counter', lines: async () => [...counts.values()].map(lineOf) })
			return (labels) => {
				held(counts, labels, () => ({ labels, value: 0 })).value += 1
			}
		},
		gauge(name, help, read) {
			const lines = async () => (await read()).map(([labels, value]): Line => ['', labels, value])
			register({ name, help, type: 'gauge', lines })
		},
		histogram(name, help, bounds) {
			const series = new Map<string, { labels: Labels; buckets: number[]; count: number; sum: number }>()
			const lines = async () =>
				[...series.values()].flatMap(({ labels, buckets, count, sum }): Line[] => [
					...bounds.map((bound, index): Line => ['_bucket', { ...labels, le: String(bound) }, sumTo(buckets, index)]),
					['_bucket', { ...labels, le: '+Inf' }, count],
					['_sum', labels, sum],
					['_count', labels, count],
				])
			register({ name, help, type: 'histogram', lines })
			return (labels, value) => {
				const one = held(series, labels, () => ({ labels, buckets: bounds.map(() => 0), count: 0, sum: 0 }))
				const fits = bounds.findIndex((bound) => value <= bound)
				if (fits >= 0) one.buckets[fits] = (one.buckets[fits] ?? 0) + 1
				one.count += 1
				one.sum += value
			}
		},
		async text() {
			const blocks = [...metrics.values()].map(async ({ name, help, type, lines }) => {
				const samples = (await lines()).map(([suffix, labels, value]) => `${name}${suffix}${textOf(labels)} ${value}`)
				return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n')
			})
			return (await Promise.all(blocks)).join('')
		},
	}
}

/** What fits a bucket fits every larger one. */
const sumTo = (counts: number[], last: number) => counts.slice(0, last + 1).reduce((sum, count) => sum + count, 0)

const lineOf = ({ labels, value }: { labels: Labels; value: number }): Line => ['', labels, value]

function held<T>(map: Map<string, T>, labels: Labels, create: () => T): T {
	const key = JSON.stringify(labels)
	const value = map.get(key) ?? create()
	map.set(key, value)
	return value
}

const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

function textOf(labels: Labels): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
	return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
