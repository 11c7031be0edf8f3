/** Everybody's way of saying something, for the files that tell it. */
import { voiceOf } from './story'

export const mira = voiceOf('mira')
export const jonas = voiceOf('jonas')
export const amelie = voiceOf('amelie')
export const tomas = voiceOf('tomas')
export const beatriz = voiceOf('beatriz')
export const zofia = voiceOf('zofia')
export const emre = voiceOf('emre')
export const layla = voiceOf('layla')
export const noam = voiceOf('noam')
export const priya = voiceOf('priya')
export const kenji = voiceOf('kenji')
export const yu = voiceOf('yu')
export const jiwoo = voiceOf('jiwoo')
export const oksana = voiceOf('oksana')
