/** How good a password is. */
export interface Strength {
  /** zxcvbn's: 0 is guessed at once, 4 is not guessed. */
  score: number
  /** What makes it weak, as a sentence; null where nothing does. */
  warning: string | null
  suggestions: string[]
}

/** Only the beginning is looked at: what is longer takes longer, and is strong by then (design: stack). */
const SCORED_LENGTH_MAX = 72
/** Ways to read `4` as `a` that are tried. The library's own 100 take a third of a second on the main thread, and score alike. */
const SUBSTITUTIONS_MAX = 5
const WORD_LENGTH_MIN = 3
const WORDS_MAX = 100

type Judge = (password: string, words: string[]) => Strength
let judge: Promise<Judge> | undefined

/**
 * Scores a password by how many guesses it takes (zxcvbn). `words` are what it must not be made of: the person's name and address,
 * the workspace, the product; whole and in parts (standards/sign-in PW-3). A few milliseconds on the main thread; the first
 * one loads the dictionaries (0.3 s, 9 MB).
 */
export async function strengthOf(password: string, words: string[]): Promise<Strength> {
  judge ??= loadJudge()
  const composed = password.normalize('NFC')
  const parts = partsOf(words)
  const strength = (await judge)(composed.slice(0, SCORED_LENGTH_MAX), parts)
  // Capitals and length count for much with zxcvbn; one's own address is known however it is written.
  return parts.includes(composed.toLowerCase()) ? { ...strength, score: 0 } : strength
}

async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    maxLength: SCORED_LENGTH_MAX,
    l33tMaxSubstitutions: SUBSTITUTIONS_MAX,
  })
  return (password, words) => {
    const { score, feedback } = zxcvbn.check(password, words)
    return { score, warning: feedback.warning || null, suggestions: feedback.suggestions }
  }
}

/** `Ada Lovelace` is refused as such, and so are `ada` and `lovelace`. */
function partsOf(words: string[]): string[] {
  const parts = words.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
  const long = parts
    .map((part) => part.normalize('NFC').toLowerCase())
    .filter((part) => part.length >= WORD_LENGTH_MIN)
  return [...new Set(long)].slice(0, WORDS_MAX)
}
