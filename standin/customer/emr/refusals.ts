import { refuse } from '../json-operation.ts'

/** Operations named after clusters and those named after job flows refuse an unknown id in two ways. */
export const unknownCluster = (id: string) => refuse('InvalidRequestException', `Cluster id '${id}' is not valid.`)
export const unknownJobFlow = () => refuse('ValidationException', 'Specified job flow ID does not exist.')
export const unknownStep = (id: string) => refuse('InvalidRequestException', `Step id '${id}' is not valid.`)

export const ended = () =>
	refuse('ValidationException', 'A job flow that is shutting down, terminated, or finished may not be modified.')

export const badMarker = (marker: string | undefined) =>
	refuse('InvalidRequestException', `Marker '${marker}' is not valid.`)

/** A cluster has groups or fleets; asking for the other names the call to use. */
export const usesFleets = () =>
	refuse(
		'InvalidRequestException',
		'Instance fleets and instance groups are mutually exclusive. The EMR cluster specified in the request uses instance fleets. The ListInstanceGroups request does not support clusters that use instance fleets. Use the ListInstanceFleets request instead.',
	)
