import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

// Darker than Mantine's own blue: white text on shade 7, and shade 4 on the dark theme, reach the contrast of WCAG AA.
const brand: MantineColorsTuple = [
  '#eef3fb',
  '#dbe5f5',
  '#b9cdec',
  '#95b4e3',
  '#7ea3de',
  '#557fcb',
  '#3f6cbd',
  '#2c55a3',
  '#24478a',
  '#1a3870',
]

// The list itself is what is scrolled, as those who hear it expect; never higher than the screen has room for.
const choices = {
  // Tab goes on to the next field, not into what can be scrolled.
  defaultProps: { withScrollArea: false, attributes: { options: { tabIndex: -1 } } },
  styles: { options: { maxHeight: 'min(250px, 30dvh)', overflowY: 'auto' } },
} as const

/** How everything looks. */
export const theme = createTheme({
  colors: { brand },
  primaryColor: 'brand',
  primaryShade: 7,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '650' },
  components: {
    Badge: { defaultProps: { tt: 'none', size: 'lg', fw: 600 } },
    Anchor: { defaultProps: { underline: 'always' } },
    // What opens below a field or beside a button stands where that stands: in the dialog, in the landmark. `fixed`, so that nothing
    // around it cuts it off.
    Combobox: { defaultProps: { withinPortal: false, floatingStrategy: 'fixed' } },
    Tooltip: { defaultProps: { withinPortal: false, floatingStrategy: 'fixed' } },
    Autocomplete: choices,
    MultiSelect: choices,
    Select: choices,
    // Its <header> would be a second banner of the page. Another transition would leave a transform, in which `fixed` is not fixed.
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        attributes: { header: { role: 'none' } },
        transitionProps: { transition: 'fade' },
      },
      styles: { title: { fontWeight: 650 } },
    },
    // What takes the focus first there is no item of the menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    PasswordInput: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
  },
})

/** Quiet text and errors with enough contrast: Mantine's own grey and red fail WCAG AA on their backgrounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#545b63',
    '--mantine-color-placeholder': '#5c636a',
    '--mantine-color-error': '#b42318',
    '--claviger-ground': '#f3f5f9',
  },
  dark: {
    '--mantine-color-dimmed': '#b4bac2',
    '--mantine-color-placeholder': '#a8aeb6',
    '--mantine-color-error': '#ff9d96',
    '--claviger-ground': '#1a1b1e',
  },
})
