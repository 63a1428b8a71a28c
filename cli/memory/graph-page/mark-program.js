/** How sigma draws the marks of entities: a shape for each kind of type, with a rim in the ground's colour. */
import { NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const { UNSIGNED_BYTE, FLOAT, TRIANGLES } = WebGLRenderingContext;
const SHAPES = ["circle", "square", "diamond", "triangle", "ring"];
/** The triangle around a mark; the corners of a diamond reach beyond the circle of its size. */
const ROOM = 1.7;

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_place;
varying float v_pixel;
varying float v_shape;
const float bias = 255.0 / 254.0;

void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  vec2 corner = ${ROOM.toFixed(1)} * 2.0 * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + corner * radius, 1)).xy, 0, 1);
  v_place = corner;
  v_pixel = 1.0 / (a_size / u_sizeRatio);
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

// Distances from the edge of each shape, in units of the mark's size; negative inside.
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying float v_pixel;
varying float v_shape;
uniform vec4 u_ground;

float distanceTo(vec2 p) {
  if (v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) {
    vec2 q = abs(p) - vec2(0.72);
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - 0.16;
  }
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.3) * 0.70711;
  if (v_shape < 3.5) return max(-p.y - 0.72, 0.86603 * abs(p.x) + 0.5 * p.y - 0.72);
  return abs(length(p) - 0.75) - 0.25;
}

void main(void) {
  float far = distanceTo(v_place);
  #ifdef PICKING_MODE
  if (far > 3.0 * v_pixel) discard;
  gl_FragColor = v_color;
  #else
  float rim = 1.5 * v_pixel;
  float inside = 1.0 - smoothstep(-v_pixel, 0.0, far);
  float within = 1.0 - smoothstep(rim - v_pixel, rim, far);
  gl_FragColor = mix(u_ground, v_color, inside) * within;
  #endif
}
`;

/** `theme.ground` is the ground's colour as four numbers up to 1. */
export function markProgram(theme) {
  return class extends NodeProgram {
    getDefinition() {
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_ground"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
      };
    }

    processVisibleItem(index, start, { x, y, size, shape, color }) {
      const { array } = this;
      array[start] = x;
      array[start + 1] = y;
      array[start + 2] = size;
      array[start + 3] = Math.max(0, SHAPES.indexOf(shape));
      array[start + 4] = floatColor(color);
      array[start + 5] = index;
    }

    setUniforms({ correctionRatio, sizeRatio, matrix }, { gl, uniformLocations: at }) {
      gl.uniform1f(at.u_correctionRatio, correctionRatio);
      gl.uniform1f(at.u_sizeRatio, sizeRatio);
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform4f(at.u_ground, ...theme.ground);
    }
  };
}
