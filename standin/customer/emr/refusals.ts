import { refuse } from '../json-operation.ts'

/** Operations named after clusters and those named after job flows refuse an unknown id in two ways. */
export const unknownCluster = (id: string) => refuse('InvalidRequestException', `Cluster id '${id}' is not valid.`)
export const unknownJobFlow = () => refuse('ValidationException', 'Specified job flow ID does not exist.')
export const unknownStep = (id: string) => refuse('InvalidRequestException', `Step id '${id}' is not valid.`)

export const ended = () =>
	refuse('ValidationException', 'A job flow that is shutting down, terminated, or finished may not be modified.')

export const badMarker = (marker: string | undefined) =>
	refuse('InvalidRequestException', `Marker '${marker}' is not valid.`)
