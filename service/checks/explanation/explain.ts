import type { Target } from '../order.ts'
import type { Cause, Context, Explanation } from './cause.ts'
import { explainLayer } from './explain-layer.ts'
import { explainSetting } from './explain-setting.ts'
import { explainTag } from './explain-tag.ts'
import { explainOpenTrust, explainTrust } from './explain-trust.ts'
import { explainOurs, explainRegionOff, explainUnnamed } from './explain-unnamed.ts'

/** Everything that is said about a cause. */
export function explain({ reason, findings }: Omit<Cause, 'id'>, target: Target, context: Context): Explanation {
	switch (reason.kind) {
		case 'trust':
			return explainTrust(reason.reading, target, context)
		case 'trust-open':
			return explainOpenTrust(target, context)
		case 'region-off':
			return explainRegionOff(target)
		case 'setting':
			return explainSetting(reason.setting, target, findings)
		case 'vendor-tag':
			return explainTag(reason.by, target, findings)
		case 'layer':
			return explainLayer(reason.layer, reason.explicit, target, findings)
		case 'unnamed':
			return explainUnnamed(reason.group, target, findings)
		case 'ours':
			return explainOurs(findings)
	}
}
