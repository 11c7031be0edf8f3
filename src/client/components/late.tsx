/** Components whose code comes when they are first drawn. */
import { type ComponentType, lazy } from 'react'

/**
 * Must be drawn inside a `Suspense`. Where the code cannot be had, the boundary around it says so; as it is drawn the next
 * time, its code is asked for again, which React's own `lazy` never does.
 */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  function ask() {
    return lazy(() =>
      load().then(
        (component) => ({ default: component }),
        (error: unknown) => {
          Component = ask()
          throw error
        },
      ),
    )
  }
  let Component = ask()
  return (props) => <Component {...props} />
}
