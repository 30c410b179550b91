import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { describe, expect, it } from 'vitest'
import { LanguageProvider } from './lang'
import { type Light, LightTag, lightWord } from './light'
import { words } from './words'

// biome-ignore lint/suspicious/noExplicitAny: React looks for this by name
;(globalThis as any).IS_REACT_ACT_ENVIRONMENT = true

async function drawn(light: Light) {
  // biome-ignore lint/suspicious/noDocumentCookie: the app keeps the language here
  document.cookie = 'lang=zh'
  const box = document.createElement('div')
  const root = createRoot(box)
  await act(async () => {
    root.render(
      <LanguageProvider>
        <LightTag light={light} />
      </LanguageProvider>,
    )
  })
  return box
}

describe('a light', () => {
  const lights = Object.keys(lightWord) as Light[]

  it.each(lights)('%s has a word and a shape, so that nobody needs its colour', async (light) => {
    const box = await drawn(light)
    expect(box.textContent).toBe(words[lightWord[light]][0])
    expect(box.querySelectorAll('svg > *')).toHaveLength(1)
  })

  it('has a shape of its own for each meaning', async () => {
    const shapes = new Set<string | undefined>()
    for (const l of lights) shapes.add((await drawn(l)).querySelector('svg')?.innerHTML)
    expect(shapes.size).toBe(lights.length)
  })
})
