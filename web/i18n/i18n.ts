import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'

/** The languages there are; English is in the first load, the others are fetched when somebody wants them. */
export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

const CHOICE = 'claviger-language'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** Readies the texts, in the language that the person chose here, or else that their browser asks for. */
export async function startI18n() {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  })
  await speak(firstChoice())
}

/** Changes the language, and remembers it in this browser. */
export async function chooseLanguage(language: Language) {
  try {
    localStorage.setItem(CHOICE, language)
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
  await speak(language)
}

async function speak(language: Language) {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const { de } = await import('./de.ts')
    i18next.addResourceBundle('de', 'translation', de)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

function firstChoice(): Language {
  const wanted = [stored(), ...navigator.languages].map((tag) => tag?.slice(0, 2))
  return wanted.find(isLanguage) ?? 'en'
}

function stored(): string | null {
  try {
    return localStorage.getItem(CHOICE)
  } catch {
    return null
  }
}

function isLanguage(tag: string | null | undefined): tag is Language {
  return tag !== null && tag !== undefined && Object.hasOwn(languages, tag)
}
