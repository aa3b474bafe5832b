/** Wrong use: the message is all that a person needs. */
export class WrongUse extends Error {}
